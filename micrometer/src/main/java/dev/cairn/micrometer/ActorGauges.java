package dev.cairn.micrometer;

import dev.cairn.api.ActiveActor;
import dev.cairn.api.ActiveActor.Activity;
import dev.cairn.api.ActorSystem;
import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the actors in memory do, counted when somebody reads a gauge, and at most once a second. Any thread may call.
 */
final class ActorGauges {
  private static final long FRESH = TimeUnit.SECONDS.toNanos(1);
  private static final double NANOS = 1e9;

  private final ActorSystem system;
  private final Meters meters;
  private final List<Meter> all = new ArrayList<>();
  private volatile Counts counts = new Counts(0, Map.of(), 0, 0, Duration.ZERO);

  /** What was counted at a {@link System#nanoTime}; at 0 of no actor. */
  private record Counts(long at, Map<Activity, Integer> actors, long waiting, int deepest, Duration oldest) {}

  ActorGauges(ActorSystem system, Meters meters) {
    this.system = system;
    this.meters = meters;
    all.add(meters.gauge("cairn.actors.active", system, each -> each.statistics().active()));
    for (Activity activity : Activity.values()) {
      all.add(meters.gauge("cairn.actors", this, own -> own.counts().actors().getOrDefault(activity, 0), "activity",
          CairnMetrics.word(activity)));
    }
    all.add(meters.gauge("cairn.mailbox.waiting", this, own -> own.counts().waiting()));
    all.add(meters.gauge("cairn.mailbox.deepest", this, own -> own.counts().deepest()));
    all.add(meters.seconds("cairn.command.oldest", this, own -> own.counts().oldest().toNanos() / NANOS));
    all.add(meters.total("cairn.refused.tells", system, each -> each.statistics().refusedTells()));
  }

  void remove() {
    all.forEach(meters::remove);
  }

  private Counts counts() {
    Counts last = counts;
    long now = System.nanoTime();
    if (last.actors().isEmpty() || now - last.at() >= FRESH) {
      last = count(now);
      counts = last;
    }
    return last;
  }

  private Counts count(long now) {
    Map<Activity, Integer> actors = new EnumMap<>(Activity.class);
    long waiting = 0;
    int deepest = 0;
    Duration oldest = Duration.ZERO;
    for (ActiveActor actor : system.actors()) {
      actors.merge(actor.activity(), 1, Integer::sum);
      waiting += actor.mailbox();
      deepest = Math.max(deepest, actor.mailbox());
      Duration age = actor.age().orElse(Duration.ZERO);
      oldest = age.compareTo(oldest) > 0 ? age : oldest;
    }
    return new Counts(now, actors, waiting, deepest, oldest);
  }
}
