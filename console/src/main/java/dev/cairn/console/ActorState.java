package dev.cairn.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.cairn.api.ActorType;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreInspector.Folded;
import dev.cairn.api.StoreInspector.State;
import dev.cairn.api.StoreInspector.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The state of one actor after an event, and what that event changed. With the classes of the actor both are made by a
 * replay. Without them there is the newest snapshot that is not too late.
 */
final class ActorState {
  private final StoreInspector inspector;
  private final Source source;
  private final Stream stream;
  private final long at;

  ActorState(StoreInspector inspector, Source source, Question question) {
    this.inspector = inspector;
    this.source = source;
    this.stream = source.stream(inspector, question.text("store"), question.text("type"), question.text("id"));
    this.at = Math.clamp(question.number("at", Long.MAX_VALUE), 0, stream.lastSequence());
  }

  JsonObject show() {
    JsonObject answer = new JsonObject();
    answer.add("actor", ActorList.describe(stream));
    answer.addProperty("at", at);
    try {
      inspector.events(stream, at, at, event -> answer.add("event", ActorHistory.describe(event)));
    } catch (RuntimeException e) {
      answer.addProperty("eventProblem", Problem.words(e));
    }
    try {
      addState(answer);
    } catch (RuntimeException e) {
      answer.addProperty("problem", Problem.words(e));
    }
    return answer;
  }

  private void addState(JsonObject answer) {
    if (source.types().isPresent()) {
      replay(type(source.types().get()), answer);
    } else {
      snapshot(answer);
    }
  }

  private ActorType<?, ?, ?> type(BiFunction<String, String, ActorType<?, ?, ?>> lookup) {
    try {
      return lookup.apply(stream.store(), stream.type());
    } catch (RuntimeException e) {
      throw new NoSuchElementException(e.getMessage(), e);
    }
  }

  private void replay(ActorType<?, ?, ?> type, JsonObject answer) {
    List<Folded> states = new ArrayList<>();
    inspector.fold(stream, type, before(), at, states::add);
    Folded after = states.getLast();
    add(answer, after.type(), after.version(), after.through(), after.fields());
    if (states.size() == 2) {
      JsonArray changes = new JsonArray();
      Difference.between(states.getFirst().fields(), after.fields()).forEach(change -> changes.add(change.show()));
      answer.add("changes", changes);
    }
  }

  /** The state before the event can be made unless the events before it are gone. */
  private long before() {
    long first = stream.lastSequence() - stream.events() + 1;
    return at == first && first > 1 || at == 0 ? at : at - 1;
  }

  private void snapshot(JsonObject answer) {
    Optional<State> found = inspector.state(stream, at);
    found.ifPresent(state -> {
      add(answer, state.type(), state.version(), state.sequence(), state.fields());
      answer.addProperty("snapshot", state.time().toString());
    });
  }

  private static void add(JsonObject answer, String type, int version, long through, Map<String, ?> fields) {
    JsonObject state = new JsonObject();
    state.addProperty("type", type);
    state.addProperty("version", version);
    state.addProperty("through", through);
    state.add("fields", Values.of(fields));
    answer.add("state", state);
  }
}
