package dev.cairn.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreInspector.Event;
import dev.cairn.api.StoreInspector.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A page of the events of one actor, the newest first. */
final class ActorHistory {
  private static final int PAGE = 50;

  private final StoreInspector inspector;
  private final Stream stream;
  private final long to;

  ActorHistory(StoreInspector inspector, Source source, Question question) {
    this.inspector = inspector;
    this.stream = source.stream(inspector, question.text("store"), question.text("type"), question.text("id"));
    this.to = Math.min(question.number("to", Long.MAX_VALUE), stream.lastSequence());
  }

  JsonObject page() {
    List<Event> events = new ArrayList<>();
    @Nullable
    String problem = null;
    try {
      inspector.events(stream, Math.max(1, to - PAGE + 1), to, events::add);
    } catch (RuntimeException e) {
      problem = Problem.words(e); // what was read before it is shown
    }
    JsonArray newestFirst = new JsonArray();
    events.reversed().forEach(event -> newestFirst.add(describe(event)));
    JsonObject answer = new JsonObject();
    answer.add("actor", ActorList.describe(stream));
    answer.add("events", newestFirst);
    answer.addProperty("from", Math.max(1, to - PAGE + 1));
    answer.addProperty("to", to);
    answer.addProperty("problem", problem);
    return answer;
  }

  static JsonObject describe(Event event) {
    JsonObject object = new JsonObject();
    object.addProperty("sequence", event.sequence());
    object.addProperty("position", event.position().toString());
    object.addProperty("time", event.time().toString());
    object.addProperty("type", event.type());
    object.addProperty("version", event.version());
    object.addProperty("command", event.commandId().orElse(null));
    object.addProperty("correlation", event.correlationId().orElse(null));
    object.addProperty("cause", event.metadata().causationId().orElse(null));
    object.add("tags", Values.of(event.metadata().tags()));
    object.add("entries", Values.of(new TreeMap<>(event.metadata().entries())));
    object.add("fields", Values.of(event.fields()));
    return object;
  }
}
