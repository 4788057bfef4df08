package dev.cairn.testkit;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.Reply;
import dev.cairn.api.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stage without a system and without a store: holds the state, the events and the answers of one persistent actor.
 */
final class Rehearsal<C extends Command<?, ?>, E, S> implements Stage<C, E, S> {
  private final ActorType<C, E, S> type;
  private final TimeSource time;
  private final CheckedApply<E, S> apply;
  private final List<E> events = new ArrayList<>();
  private final List<E> history = new ArrayList<>();
  private final RehearsedTimers timers = new RehearsedTimers();
  private PersistentActor<C, E, S> actor;
  private S state;
  private boolean started;
  private long sequence;
  private Object asked = "";
  private Shape made = Shape.NONE;

  Rehearsal(ActorType<C, E, S> type, TimeSource time, boolean trusting) {
    this.type = type;
    this.time = time;
    this.apply = new CheckedApply<>(type, trusting);
    this.actor = type.newActor();
    this.state = apply.initialState(actor);
  }

  @Override
  public ActorType<C, E, S> type() {
    return type;
  }

  @Override
  public void given(List<E> more) {
    state = stateAfter(more);
    history.addAll(more);
    sequence += more.size();
  }

  @Override
  public void restart() {
    List<E> all = List.copyOf(history);
    long before = sequence;
    history.clear();
    events.clear();
    fresh();
    state = apply.initialState(actor);
    given(all);
    sequence = before;
  }

  private void fresh() {
    actor = type.newActor();
    started = false;
  }

  @Override
  public Outcome handle(Command<?, ?> command) {
    events.clear();
    asked = command;
    made = apply.before(state);
    timers.forgetUnstored();
    try {
      Outcome outcome = outcome(command, reply(command));
      timers.requireStored(path());
      apply.unchanged(made, state, asked);
      return outcome;
    } catch (AssertionError complaint) {
      throw complaint;
    } catch (Throwable thrown) {
      apply.unchanged(made, state, asked);
      fresh(); // as the default supervision does
      return new Outcome.Threw(thrown);
    }
  }

  @SuppressWarnings("unchecked") // a wrong command is a ClassCastException in the author's own switch
  private Reply reply(Command<?, ?> command) {
    try (var context = new RehearsalContext<>(this, command)) {
      if (!started) {
        started = true;
        actor.started(context);
        events.clear();
      }
      return actor.handle((C) command, context);
    }
  }

  private static Outcome outcome(Command<?, ?> command, @Nullable Reply reply) {
    return switch (reply) {
      case Reply answer when answer.to() != command -> throw new IllegalStateException("The handler returned " + reply
          + ", which answers another command than " + command + ".");
      case Reply.Value value -> new Outcome.Answered(value.value());
      case Reply.Refusal refusal -> new Outcome.SaidNo(refusal.reason());
      case Reply.Stashed stashed -> new Outcome.Pending("stashed the command");
      case LaterAnswer<?> later -> later.outcome().get();
      case null, default -> throw new IllegalStateException("The handler returned " + reply + ", which is not a "
          + "reply.");
    };
  }

  S persist(List<? extends E> persisted) {
    apply.unchanged(made, state, asked);
    try {
      state = stateAfter(persisted);
      made = apply.before(state);
    } catch (RuntimeException rejected) {
      throw new PersistRejected(path(), "apply threw " + rejected, rejected);
    }
    events.addAll(persisted);
    history.addAll(persisted);
    sequence += persisted.size();
    if (!persisted.isEmpty()) {
      timers.store();
    }
    return state;
  }

  RehearsedTimers timers() {
    return timers;
  }

  S purge() {
    history.clear();
    timers.purge();
    state = apply.initialState(actor);
    made = apply.before(state);
    return state;
  }

  private S stateAfter(List<? extends E> more) {
    S next = state;
    for (E event : more) {
      next = apply.apply(actor, next, event);
    }
    return next;
  }

  String path() {
    return "/" + type.name() + "/" + ID;
  }

  Instant now() {
    return time.now();
  }

  long sequence() {
    return sequence;
  }

  @Override
  public S state() {
    return state;
  }

  @Override
  public List<E> events() {
    return List.copyOf(events);
  }
}
