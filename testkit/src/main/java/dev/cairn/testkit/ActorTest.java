package dev.cairn.testkit;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tries a persistent actor: given these events, when this command comes, then those events, that reply, that state.
 *
 * <pre>{@code
 * ActorTest.of(Account.TYPE)
 *     .given(new Deposited(100))
 *     .when(new Withdraw(30))
 *     .thenEvents(new Withdrawn(30))
 *     .thenReply(70L)
 *     .thenState(new AccountState(70));
 * }</pre>
 *
 * No system and no store are needed, and no time passes. Each event is applied twice, by two instances, and the state
 * and the event are looked at before and after: an {@code apply} that changes what it is given, or that comes to
 * another state the second time, is an error here and not a surprise after the next recovery. So is a handler that
 * changes the state it is given. Values are compared
 * part by part, through records, arrays and collections; what is not as expected is an {@link AssertionError} that
 * names the first difference.
 *
 * <p>Used by one thread.
 *
 * @param <C> the commands
 * @param <E> the events
 * @param <S> the state
 */
public final class ActorTest<C extends Command<?, ?>, E, S> {
  private final Stage<C, E, S> stage;

  ActorTest(Stage<C, E, S> stage) {
    this.stage = stage;
  }

  /** Tries an actor that has no history yet. */
  public static <C extends Command<?, ?>, E, S> ActorTest<C, E, S> of(ActorType<C, E, S> type) {
    return new ActorTest<>(new Rehearsal<>(type, false));
  }

  /** Tries an actor without looking at what its {@code apply} does to its arguments, and its handler to the state. */
  public static <C extends Command<?, ?>, E, S> ActorTest<C, E, S> trustingApply(ActorType<C, E, S> type) {
    return new ActorTest<>(new Rehearsal<>(type, true));
  }

  /**
   * Tries an actor in a system, on its store, with all that a system has. What is given is really stored.
   *
   * <pre>{@code
   * ActorTest.in(ActorSystem.builder().backend(FaultyStore.over("memory")), Account.TYPE, test -> test
   *     .given(new Deposited(100))
   *     .when(new Withdraw(30)).thenReply(70L)
   *     .restart()
   *     .when(new Balance()).thenReply(70L));
   * }</pre>
   *
   * @param system opened for this test with {@link ActorSystem.Builder#checkStates}, again at each {@link #restart},
   *     and closed at its end. A memory that is to survive a restart is handed over, as above
   * @param test the test
   */
  public static <C extends Command<?, ?>, E, S> void in(ActorSystem.Builder system, ActorType<C, E, S> type,
      Consumer<? super ActorTest<C, E, S>> test) {
    try (var stage = new StoredStage<>(system, type)) {
      test.accept(new ActorTest<>(stage));
    }
  }

  /** Lets the actor recover from what it has persisted; in a system, after that was closed and opened. */
  public ActorTest<C, E, S> restart() {
    stage.restart();
    return this;
  }

  /** Lets events have happened before, in addition to those already given. */
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public final ActorTest<C, E, S> given(E... events) {
    stage.given(List.of(events));
    return this;
  }

  /** Hands the actor a command. */
  public <R extends @Nullable Object> Then<C, E, S, R> when(Command<C, R> command) {
    return new Then<>(stage, command);
  }
}
