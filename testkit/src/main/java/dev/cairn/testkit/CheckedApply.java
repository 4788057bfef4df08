package dev.cairn.testkit;

import dev.cairn.api.ActorType;
import dev.cairn.api.PersistentActor;

/**
 * Applies events as the runtime does and checks that a recovery would give the same state: two instances of the actor
 * apply each event, and the arguments are compared before and after.
 */
final class CheckedApply<E, S> {
  private static final String BUILD = "Build a new one";

  private final ActorType<?, E, S> type;
  private final boolean trusting;

  CheckedApply(ActorType<?, E, S> type, boolean trusting) {
    this.type = type;
    this.trusting = trusting;
  }

  S initialState(PersistentActor<?, E, S> actor) {
    S state = actor.initialState();
    if (!trusting) {
      repeatable("initialState of " + type, state, type.newActor().initialState());
    }
    return state;
  }

  S apply(PersistentActor<?, E, S> actor, S state, E event) {
    if (trusting) {
      return actor.apply(state, event);
    }
    String what = "apply of " + type + " for " + event;
    Shape stateBefore = Shape.of(state);
    Shape eventBefore = Shape.of(event);
    S next = actor.apply(state, event);
    unchanged(stateBefore, state, what + " changed the state that it was given", BUILD);
    unchanged(eventBefore, event, what + " changed the event that it was given", BUILD);
    repeatable(what, next, type.newActor().apply(state, event));
    return next;
  }

  /** Records a state before a handler gets it. */
  Shape before(S state) {
    return trusting ? Shape.NONE : Shape.of(state);
  }

  /** Checks that a handler has not changed the state. */
  void unchanged(Shape before, S state, Object command) {
    if (!trusting) {
      unchanged(before, state, "handle of " + type + " for " + command + " changed the state that it was given",
          "Persist an event, and let apply build a new state");
    }
  }

  private void repeatable(String what, S first, S second) {
    if (first == null) {
      throw new AssertionError(what + " returned null.");
    }
    Shape.of(first).difference("was first", Shape.of(second), "then").ifPresent(difference -> {
      throw new AssertionError(what + " is not deterministic: of its results, " + difference
          + ". A recovery would come to another state.");
    });
  }

  private static void unchanged(Shape before, Object value, String complaint, String advice) {
    before.difference("was", Shape.of(value), "is now").ifPresent(difference -> {
      throw new AssertionError(complaint + ": " + difference + ". " + advice + ".");
    });
  }
}
