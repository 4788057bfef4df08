package dev.cairn.testkit;

import dev.cairn.api.ActorContext;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tests a persistent actor: given some events and a command, then expects events, a reply and a state.
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
 * The test needs no system and no store, and time stands still. Two instances apply each event, and the state and the
 * event are compared before and after. So an {@code apply} that changes its arguments or is not deterministic fails the
 * test here, and not the next recovery. A handler that changes its state in place fails the test too. Values are
 * compared part by part, through records, arrays and collections; an {@link AssertionError} names the first difference.
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

  /** Tests an actor without a history. For its handlers it is always the beginning of the year 2000 in UTC. */
  public static <C extends Command<?, ?>, E, S> ActorTest<C, E, S> of(ActorType<C, E, S> type) {
    return of(type, new ManualTime());
  }

  /**
   * Tests an actor without a history, in a time that the test moves.
   *
   * @param time what {@link ActorContext#now} tells; its timers send no command, as there is no system
   */
  public static <C extends Command<?, ?>, E, S> ActorTest<C, E, S> of(ActorType<C, E, S> type, ManualTime time) {
    return new ActorTest<>(new Rehearsal<>(type, time, false));
  }

  /** Tests an actor without the checks of {@code apply} and of the handler for changes of their arguments. */
  public static <C extends Command<?, ?>, E, S> ActorTest<C, E, S> trustingApply(ActorType<C, E, S> type) {
    return new ActorTest<>(new Rehearsal<>(type, new ManualTime(), true));
  }

  /**
   * Tests an actor in a real system on its store. Given events are really stored.
   *
   * <pre>{@code
   * ActorTest.in(ActorSystem.builder().backend(FaultyStore.over("memory")), Account.TYPE, test -> test
   *     .given(new Deposited(100))
   *     .when(new Withdraw(30)).thenReply(70L)
   *     .restart()
   *     .when(new Balance()).thenReply(70L));
   * }</pre>
   *
   * @param system opened for this test with {@link ActorSystem.Builder#checkStates}, opened again at each {@link
   *     #restart}, and closed at its end. A memory backend that must survive a restart is passed as an object, as above
   * @param test the test
   */
  public static <C extends Command<?, ?>, E, S> void in(ActorSystem.Builder system, ActorType<C, E, S> type,
      Consumer<? super ActorTest<C, E, S>> test) {
    try (var stage = new StoredStage<>(system, type)) {
      test.accept(new ActorTest<>(stage));
    }
  }

  /** Lets the actor recover from its persisted events; a system is closed and opened again for that. */
  public ActorTest<C, E, S> restart() {
    stage.restart();
    return this;
  }

  /** Adds events to the history of the actor. */
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public final ActorTest<C, E, S> given(E... events) {
    stage.given(List.of(events));
    return this;
  }

  /**
   * Adds events to the history of the actor that an earlier release has stored: each goes through the upcasts and
   * splits of the type's evolution, as in a recovery.
   *
   * @throws IllegalArgumentException if there is none from the class of one of them
   */
  public ActorTest<C, E, S> givenFormer(Record... former) {
    FormerEvents<E> upcasts = new FormerEvents<>(stage.type());
    List.of(former).forEach(each -> stage.given(upcasts.today(each)));
    return this;
  }

  /** Sends a command to the actor. */
  public <R extends @Nullable Object> Then<C, E, S, R> when(Command<C, R> command) {
    return new Then<>(stage, command);
  }
}
