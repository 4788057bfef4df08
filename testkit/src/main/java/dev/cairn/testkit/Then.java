package dev.cairn.testkit;

import dev.cairn.api.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The expectations about the outcome of a command. If the handler threw, every expectation fails until {@link
 * #thenThrows} has expected the exception.
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

  /** Expects that the command persisted exactly these events in this order; without arguments, no event. */
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public final Then<C, E, S, R> thenEvents(E... expected) {
    return compare("persist", List.of(expected), stage.events());
  }

  /** Expects this answer. */
  public Then<C, E, S, R> thenReply(R expected) {
    if (settled() instanceof Outcome.Answered answered) {
      return compare("answer", expected, answered.value());
    }
    throw complaint("should answer " + expected + ", but " + outcome);
  }

  /** Expects a refusal with this reason. */
  public Then<C, E, S, R> thenRefused(Object reason) {
    if (settled() instanceof Outcome.SaidNo no) {
      return compare("refuse with", reason, no.reason());
    }
    throw complaint("should be refused (" + reason + "), but " + outcome);
  }

  /** Expects no answer yet: the actor stashed the command, or answers later. */
  public Then<C, E, S, R> thenNoReply() {
    if (settled() instanceof Outcome.Pending) {
      return this;
    }
    throw complaint("should have no answer yet, but " + outcome);
  }

  /**
   * Expects this exception of the handler. Events that it persisted before stay, and a fresh instance gets the next
   * command.
   */
  public Then<C, E, S, R> thenThrows(Class<? extends Throwable> expected) {
    if (outcome instanceof Outcome.Threw threw && expected.isInstance(threw.failure())) {
      failureExpected = true;
      return this;
    }
    settled();
    throw complaint("should throw " + expected.getName() + ", but " + outcome);
  }

  /** Expects this state of the actor. */
  public Then<C, E, S, R> thenState(S expected) {
    return compare("lead to state", expected, stage.state());
  }

  /** Sends the next command to the actor. */
  public <T extends @Nullable Object> Then<C, E, S, T> when(Command<C, T> next) {
    settled();
    return new Then<>(stage, next);
  }

  /** Lets the actor recover from its persisted events. */
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
