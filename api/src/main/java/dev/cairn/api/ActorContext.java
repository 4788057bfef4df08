package dev.cairn.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The operations of an actor while the runtime calls it: in its handler, in {@code started} and {@code stopped}, and in
 * the functions that it gave to this context. The context works only on the thread of that call and until the call
 * ends; elsewhere every method throws {@link IllegalStateException}.
 *
 * <p>Timers, watches, subscriptions, the receive timeout and children belong to the instance: they end with it, also
 * when a restart replaces it. A command that the actor sends to itself through one of them is checked when the actor
 * passes it or when the function makes it: a command of another actor is {@link WrongCommand}.
 */
public interface ActorContext {
  /** The actor's id. */
  String id();

  /** The actor's path: {@code /type/id}; the path of a child is the parent's path and {@code /id}. */
  String path();

  /** The system that the actor lives in. */
  ActorSystem system();

  /**
   * The time of day, of the system's {@link TimeSource}: of the machine's clock, or of the clock that a test moves. A
   * handler that needs the time in an event takes it here; {@code apply} finds it in the event.
   */
  Instant now();

  /**
   * The id of the command that is being handled, if it was sent with one: {@link ActorRef#ask(String, Command)}. Empty
   * in {@code started} and {@code stopped}.
   */
  Optional<String> commandId();

  /**
   * The correlation id of the command that is being handled, if it has one: as its address says ({@link
   * ActorRef#correlated}), or else that of the command in whose handler it was sent. Commands that this handler asks
   * and tells, and that come of {@link #pipeToSelf}, carry it on unless their address has one of its own; commands of
   * timers, watches and subscriptions do not.
   */
  Optional<String> correlationId();

  /**
   * What has led to the command that is being handled, if that is known: the id of the command in whose handler it was
   * sent, or if that one has no id, what has led to that one. It is carried on as {@link #correlationId} is.
   */
  Optional<String> causationId();

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
   * @throws ActorStopped if the system is closing, or this actor is stopping or restarting
   * @throws InvalidName if the id breaks the rule
   */
  <C extends Command<?, ?>> ActorRef<C> spawn(PlainType<C> type, String id);

  /** Stops this actor after the current call. A second call changes nothing. */
  void stop();

  /**
   * Begins to stop another actor and does not wait; {@link #watch} reports when it has stopped. Does nothing for an
   * actor that has already stopped.
   *
   * @throws ActorElsewhere if another process runs it
   */
  void stop(ActorRef<?> actor);

  /**
   * Sends a command to this actor once another actor has stopped; at once if it has already stopped. Passivation is not
   * a stop. A second watch of the same actor replaces the first.
   *
   * @param command makes the command, on this actor's thread
   * @throws ActorElsewhere if another process runs it; an actor that goes to another process is told as stopped
   */
  void watch(ActorRef<?> actor, Function<? super Terminated, ? extends Command<?, ?>> command);

  /** Ends a watch; a command that is already under way is not delivered. */
  void unwatch(ActorRef<?> actor);

  /** The timers of this actor. */
  Timers timers();

  /**
   * Sends a command to this actor when no other command has arrived for some time, and again after the same time.
   * Replaces the previous receive timeout. Ticks of timers count as commands.
   *
   * @throws IllegalArgumentException if the time is not positive
   */
  void receiveTimeout(Duration time, Command<?, ?> command);

  /** Ends the receive timeout. */
  void cancelReceiveTimeout();

  /**
   * Puts the current command aside until {@link #unstashAll}. The handler returns the result: {@code return
   * ctx.stash(command)}. The stash holds as many commands as the mailbox; the asker of one more gets {@link
   * MailboxFull}. When a restart replaces the instance, the stashed commands go back to the mailbox; when the actor
   * stops, they fail with {@link ActorStopped}.
   *
   * @throws IllegalArgumentException if this is not the command that is being handled
   */
  Reply stash(Command<?, ?> command);

  /** Handles the stashed commands in their order, before every other waiting command. */
  void unstashAll();

  /**
   * Defers the answer of the current command. The handler returns the result; this actor or any thread answers it
   * later. When the instance ends before the answer, the asker gets {@link ActorFailed} or {@link ActorStopped}.
   *
   * @throws IllegalArgumentException if this is not the command that is being handled
   */
  <R extends @Nullable Object> Deferred<R> later(Command<?, R> command);

  /**
   * Sends a command to this actor once a stage completes. After a restart the next instance gets the command; if the
   * actor has stopped, it becomes a dead letter.
   *
   * @param command makes the command on this actor's thread, from the value or the failure; the other argument is null
   */
  <T extends @Nullable Object> void pipeToSelf(CompletionStage<T> stage,
      BiFunction<? super @Nullable T, ? super @Nullable Throwable, ? extends Command<?, ?>> command);

  /**
   * Sends a command to this actor for every published event of a class. If the mailbox is full, the event is dropped
   * and counted.
   *
   * @param command makes the command on the publishing thread
   */
  <T> Subscription subscribe(Class<T> events, Function<? super T, ? extends Command<?, ?>> command);
}
