package dev.cairn.api;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an actor can do during a call of the runtime into it: its handler, {@code started}, {@code stopped}, and the
 * functions it has given to this context. It works only on the thread of that call and until it ends; elsewhere every
 * method throws {@link IllegalStateException}.
 *
 * <p>Timers, watches, subscriptions, the receive timeout and children belong to the instance: they end with it, also
 * when a restart replaces it. A command that the actor sends to itself in one of these ways is checked when it is
 * given, or made: one that belongs to another actor is {@link WrongCommand}.
 */
public interface ActorContext {
  /** The actor's id. */
  String id();

  /** The actor's path: {@code /type/id}, and under a parent the parent's path with {@code /id} behind it. */
  String path();

  /** The system that the actor lives in. */
  ActorSystem system();

  /**
   * The actor's own address. An ask to it fails at once with {@link AskCycle}; a tell never waits.
   *
   * @param type the actor's own type
   * @throws IllegalArgumentException if the actor is of another type
   */
  <C extends Command<?, ?>> ActorRef<C> self(ActorDefinition<C> type);

  /**
   * Starts a child. Returns once its {@code started} has ended.
   *
   * @param id 1 to 1,024 bytes of well-formed UTF-8, unique among the actor's children
   * @throws PathTaken if the actor has a child of this id, which may be one that has not stopped yet
   * @throws StartFailed if its factory or its {@code started} throws
   * @throws InvalidName if the id breaks the rule
   */
  <C extends Command<?, ?>> ActorRef<C> spawn(PlainType<C> type, String id);

  /** Stops this actor after the current call. A second call changes nothing. */
  void stop();

  /**
   * Begins to stop another actor and does not wait; {@link #watch} tells when it has. An actor that has stopped
   * already stays so.
   */
  void stop(ActorRef<?> actor);

  /**
   * Sends a command to this actor once another one has stopped; at once if it has already. Passivation is no stop. A
   * second watch of the same actor replaces the first.
   *
   * @param command makes the command, on this actor's thread
   */
  void watch(ActorRef<?> actor, Function<? super Terminated, ? extends Command<?, ?>> command);

  /** Ends a watch; a command that is on its way already is not delivered. */
  void unwatch(ActorRef<?> actor);

  /** The timers of this actor. */
  Timers timers();

  /**
   * Sends a command to this actor when no other has come for some time, and again after the same time. Replaces the one
   * before. Ticks of timers are commands like others.
   *
   * @throws IllegalArgumentException if the time is not positive
   */
  void receiveTimeout(Duration time, Command<?, ?> command);

  /** Ends the receive timeout. */
  void cancelReceiveTimeout();

  /**
   * Puts the current command aside until {@link #unstashAll}. To be returned from the handler: {@code return
   * ctx.stash(command)}. As many commands can be aside as the mailbox takes; one more is refused to its asker with
   * {@link MailboxFull}. When a restart replaces the instance they go back to the mailbox; when the actor stops they
   * fail with {@link ActorStopped}.
   *
   * @throws IllegalArgumentException if this is not the command that is being handled
   */
  Reply stash(Command<?, ?> command);

  /** Handles what was put aside, in its order, before every other command that waits. */
  void unstashAll();

  /**
   * Defers the answer of the current command. To be returned from the handler, and answered later, by this actor or by
   * any thread. When the instance ends before that, the asker gets {@link ActorFailed} or {@link ActorStopped}.
   *
   * @throws IllegalArgumentException if this is not the command that is being handled
   */
  <R extends @Nullable Object> Deferred<R> later(Command<?, R> command);

  /**
   * Sends a command to this actor once a stage completes. It is delivered to a later instance too, if a restart comes
   * between, and becomes a dead letter if the actor has stopped.
   *
   * @param command makes the command from the value or the failure, of which one is null, on this actor's thread
   */
  <T extends @Nullable Object> void pipeToSelf(CompletionStage<T> stage,
      BiFunction<? super @Nullable T, ? super @Nullable Throwable, ? extends Command<?, ?>> command);

  /**
   * Sends a command to this actor for every event of a class that is published in the system. Where the mailbox is full
   * the event is dropped and counted.
   *
   * @param command makes the command, on the thread that publishes
   */
  <T> Subscription subscribe(Class<T> events, Function<? super T, ? extends Command<?, ?>> command);
}
