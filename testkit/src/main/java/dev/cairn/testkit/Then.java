package dev.cairn.testkit;

import dev.cairn.api.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command. A handler that threw fails whatever is asked here, until {@link #thenThrows} has expected
 * it.
 *
 * @param <C> the commands
 * @param <E> the events
 * @param <S> the state
 * @param <R> the reply of the command
 */
public final class Then<C extends Command<?, ?>, E, S, R extends @Nullable Object> {
  private final Stage<C, E, S> stage;
  private final Command<C, R> command;
  private final Outcome outcome;
  private boolean failureExpected;

  Then(Stage<C, E, S> stage, Command<C, R> command) {
    this.stage = stage;
    this.command = command;
    this.outcome = stage.handle(command);
  }

  /** The command has persisted exactly these events, in this order; none where none is named. */
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public final Then<C, E, S, R> thenEvents(E... expected) {
    return compare("persist", List.of(expected), stage.events());
  }

  /** The actor has answered this. */
  public Then<C, E, S, R> thenReply(R expected) {
    if (settled() instanceof Outcome.Answered answered) {
      return compare("answer", expected, answered.value());
    }
    throw complaint("should answer " + expected + ", but " + outcome);
  }

  /** The actor has said no, for this reason. */
  public Then<C, E, S, R> thenRefused(Object reason) {
    if (settled() instanceof Outcome.SaidNo no) {
      return compare("refuse with", reason, no.reason());
    }
    throw complaint("should be refused (" + reason + "), but " + outcome);
  }

  /** The actor has not answered yet: it has put the command aside, or answers later. */
  public Then<C, E, S, R> thenNoReply() {
    if (settled() instanceof Outcome.Pending) {
      return this;
    }
    throw complaint("should have no answer yet, but " + outcome);
  }

  /** The handler has thrown this. What it had persisted before stays, and a fresh instance takes the next command. */
  public Then<C, E, S, R> thenThrows(Class<? extends Throwable> expected) {
    if (outcome instanceof Outcome.Threw threw && expected.isInstance(threw.failure())) {
      failureExpected = true;
      return this;
    }
    settled();
    throw complaint("should throw " + expected.getName() + ", but " + outcome);
  }

  /** The actor is in this state. */
  public Then<C, E, S, R> thenState(S expected) {
    return compare("lead to state", expected, stage.state());
  }

  /** Hands the actor the next command. */
  public <T extends @Nullable Object> Then<C, E, S, T> when(Command<C, T> next) {
    settled();
    return new Then<>(stage, next);
  }

  /** Lets the actor recover from what it has persisted. */
  public ActorTest<C, E, S> restart() {
    settled();
    return new ActorTest<>(stage).restart();
  }

  private Then<C, E, S, R> compare(String verb, @Nullable Object expected, @Nullable Object actual) {
    settled();
    Shape.of(expected).difference("should be", Shape.of(actual), "is").ifPresent(difference -> {
      throw complaint("should " + verb + "\n  " + expected + "\nnot\n  " + actual + "\n" + difference);
    });
    return this;
  }

  private Outcome settled() {
    if (outcome instanceof Outcome.Threw threw && !failureExpected) {
      var complaint = complaint("should not throw " + threw.failure());
      complaint.initCause(threw.failure());
      throw complaint;
    }
    return outcome;
  }

  private AssertionError complaint(String text) {
    return new AssertionError(command + " " + text);
  }
}
