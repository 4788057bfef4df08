package dev.cairn.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The address of one actor. Commands from one thread to one actor arrive in order.
 *
 * <p>The ref of a persistent actor is the address of an identity. It stays valid for the life of its system, whether
 * the actor is active or not. A command to a stopped persistent actor recovers it. Two refs with the same type and id
 * are equal. The ref of a plain actor is the address of that one actor: once it has stopped, asks fail with {@link
 * ActorStopped} and tells become {@link DeadLetter}s, even if a new actor has the same path by then.
 *
 * <p>Any thread may call. If a command of another actor type gets past the compiler, it is {@link WrongCommand} and is
 * not delivered. After a timeout the command may still be executed; to ask again safely, ask with a command id. Null
 * for a command or its id is a {@link NullPointerException}. An ask by which an actor would wait for itself, directly
 * or through other actors, is {@link AskCycle}.
 *
 * @param <C> the commands that the actor takes
 */
public interface ActorRef<C> {

  /** The logical name of the actor's type. */
  String type();

  /** The actor's id. */
  String id();

  /**
   * The actor's path: {@code /type/id}; the path of a child is the parent's path and {@code /id}. In a store other than
   * {@code main} it is {@code /type@store/id}. A slash within an id is written {@code %2F}, a percent sign {@code %25}.
   */
  String path();

  /**
   * Returns the same address with another timeout, for its asks and for waiting at a mailbox that blocks. The default
   * is the system's ask timeout.
   *
   * @throws IllegalArgumentException if the timeout is not positive
   */
  ActorRef<C> within(Duration timeout);

  /**
   * Returns the same address with a correlation id, which is stored with every event of its commands.
   *
   * @param correlationId 1 to 128 bytes in UTF-8
   * @throws InvalidName if the id breaks that rule
   */
  ActorRef<C> correlated(String correlationId);

  /**
   * Sends a command and waits for the answer. The events that the handler persisted are durable when this returns.
   *
   * @throws Refused if the actor refused the command
   * @throws AskTimeout if no answer came in time
   * @throws CairnException for every other failure
   */
  <R extends @Nullable Object> R ask(Command<C, R> command);

  /**
   * Asks with a command id, so that the ask can be repeated. The id is stored with the events of the command. A command
   * whose id is among the last 1,000 stored ids of its actor is not executed again. A plain actor stores nothing and
   * executes the command again.
   *
   * @param commandId 1 to 128 bytes in UTF-8, chosen by the caller, the same at each repetition
   * @throws AlreadyDone if a command with this id has persisted before; the exception carries the sequence of its last
   *     event
   */
  <R extends @Nullable Object> R ask(String commandId, Command<C, R> command);

  /** Asks like {@link #ask(Command)} and returns every outcome as a value, for a {@code switch}. */
  <R extends @Nullable Object> Answer<R> tryAsk(Command<C, R> command);

  /** Asks like {@link #ask(String, Command)} and returns every outcome as a value. */
  <R extends @Nullable Object> Answer<R> tryAsk(String commandId, Command<C, R> command);

  /**
   * Asks without waiting. The future completes with the answer or with the {@link CairnException} that {@link
   * #ask(Command)} would have thrown; cancelling it does not cancel the command. A stage that is chained to it without
   * an executor runs on the actor's own thread and must be short.
   */
  <R extends @Nullable Object> CompletableFuture<R> askAsync(Command<C, R> command);

  /** Asks like {@link #ask(String, Command)} without waiting. */
  <R extends @Nullable Object> CompletableFuture<R> askAsync(String commandId, Command<C, R> command);

  /**
   * Sends a command without an answer: the answer is dropped, a refusal is counted, a failure is logged. A command to
   * an actor that has stopped becomes a {@link DeadLetter}; this is not an error.
   *
   * @throws MailboxFull if the mailbox is full and its {@link Mailbox} policy does not drop; the command was not
   *     delivered
   */
  void tell(Command<C, ?> command);
}
