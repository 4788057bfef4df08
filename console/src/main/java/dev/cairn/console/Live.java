package dev.cairn.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cairn.api.ActiveActor;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Statistics;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** A running system: its actors in memory, what waits, and what it stores. */
final class Live implements AutoCloseable {
  private static final int MOST_SHOWN = 50;
  private static final Comparator<ActiveActor> BY_TROUBLE =
      Comparator.<ActiveActor, Duration>comparing(actor -> actor.age().orElse(Duration.ZERO))
          .thenComparing(ActiveActor::mailbox).thenComparing(actor -> actor.actor().path(), Comparator.reverseOrder());

  private final ActorSystem system;
  private final Pulse pulse = new Pulse();

  Live(ActorSystem system) {
    this.system = system;
  }

  /** Shows the actors whose path has a text in it: those with the oldest command first, then the fullest mailbox. */
  JsonObject show(String sought) {
    List<ActiveActor> actors = system.actors();
    Map<ActiveActor.Activity, Integer> activities = new EnumMap<>(ActiveActor.Activity.class);
    PriorityQueue<ActiveActor> worst = new PriorityQueue<>(BY_TROUBLE);
    long waiting = 0;
    for (ActiveActor actor : actors) {
      activities.merge(actor.activity(), 1, Integer::sum);
      waiting += actor.mailbox();
      if (actor.actor().path().contains(sought)) {
        worst.add(actor);
        if (worst.size() > MOST_SHOWN) {
          worst.remove();
        }
      }
    }
    JsonObject answer = new JsonObject();
    answer.addProperty("actors", actors.size());
    answer.addProperty("waiting", waiting);
    answer.add("activities", describe(activities));
    answer.add("shown", describe(worst.stream().sorted(BY_TROUBLE.reversed()).toList()));
    answer.add("seconds", pulse.show());
    answer.add("counters", describe(system.statistics()));
    return answer;
  }

  private static JsonObject describe(Map<ActiveActor.Activity, Integer> activities) {
    JsonObject object = new JsonObject();
    activities.forEach((activity, count) -> object.addProperty(activity.name(), count));
    return object;
  }

  private static JsonArray describe(List<ActiveActor> actors) {
    JsonArray array = new JsonArray();
    for (ActiveActor actor : actors) {
      JsonObject object = new JsonObject();
      object.addProperty("path", actor.actor().path());
      object.addProperty("activity", actor.activity().name());
      object.addProperty("mailbox", actor.mailbox());
      object.addProperty("millis", actor.age().map(Duration::toMillis).orElse(null));
      object.addProperty("command", actor.command().orElse(null));
      array.add(object);
    }
    return array;
  }

  private static JsonObject describe(Statistics statistics) {
    JsonObject object = new JsonObject();
    object.addProperty("restarts", statistics.restarts());
    object.addProperty("passivations", statistics.passivations());
    object.addProperty("deadLetters", statistics.deadLetters());
    object.addProperty("refusedTells", statistics.refusedTells());
    return object;
  }

  @Override
  public void close() {
    pulse.close();
  }
}
