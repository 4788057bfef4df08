package dev.cairn.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The address of one actor. What one thread sends to one actor arrives in order.
 *
 * <p>The ref of a persistent actor is the address of an identity: it stays valid for the life of its system, whether
 * the actor is active or not, a command to one that has stopped recovers it, and two refs with the same type and id are
 * equal. The ref of a plain actor is the address of that one actor: once it has stopped, asks fail with {@link
 * ActorStopped} and what is told becomes a {@link DeadLetter}, also when another actor has its path by then.
 *
 * <p>Any thread may call. A command of another actor, which the compiler could not see, is {@link WrongCommand} and
 * is not delivered. After a timeout the command may still be executed; to ask again safely, ask with a command id. Null
 * for a command or its id is a {@link NullPointerException}. An ask from within an actor that would wait for itself,
 * directly or over others, is {@link AskCycle}.
 *
 * @param <C> the commands that the actor understands
 */
public interface ActorRef<C> {

  /** The logical name of the actor's type. */
  String type();

  /** The actor's id. */
  String id();

  /**
   * The actor's path: {@code /type/id}, and of a child the parent's path with {@code /id} behind it. In another store
   * than the main one it is {@code /type@store/id}. A slash within an id is written {@code %2F}, a percent sign {@code
   * %25}.
   */
  String path();

  /**
   * Returns the same address with another timeout for its asks, and for its waiting where a mailbox blocks. The default
   * is the system's.
   *
   * @throws IllegalArgumentException if the timeout is not positive
   */
  ActorRef<C> within(Duration timeout);

  /**
   * Returns the same address for commands that belong together: the id is stored with every event that they lead to.
   *
   * @param correlationId 1 to 128 bytes in UTF-8
   * @throws InvalidName if the id breaks that rule
   */
  ActorRef<C> correlated(String correlationId);

  /**
   * Sends a command and waits for the answer. What the handler persisted is durable when this returns.
   *
   * @throws Refused if the actor said no
   * @throws AskTimeout if there was no answer in time
   * @throws CairnException for everything else that can go wrong
   */
  <R extends @Nullable Object> R ask(Command<C, R> command);

  /**
   * Asks so that it can be repeated: the id is stored with the events of the command, and a command whose id is among
   * the last 1,000 that its actor has stored is not executed again. A plain actor stores nothing, and executes it
   * again.
   *
   * @param commandId 1 to 128 bytes in UTF-8, chosen by the caller, the same at each repetition
   * @throws AlreadyDone if a command with this id has persisted before; it carries the sequence of its last event
   */
  <R extends @Nullable Object> R ask(String commandId, Command<C, R> command);

  /** Asks like {@link #ask(Command)} and returns every outcome as a value, for a {@code switch}. */
  <R extends @Nullable Object> Answer<R> tryAsk(Command<C, R> command);

  /** Asks like {@link #ask(String, Command)} and returns every outcome as a value. */
  <R extends @Nullable Object> Answer<R> tryAsk(String commandId, Command<C, R> command);

  /**
   * Asks without waiting. The future completes with the answer or with the {@link CairnException} that {@link
   * #ask(Command)} would have thrown; cancelling it takes nothing back. What is chained to it without an executor
   * runs on the actor's own thread and must be short.
   */
  <R extends @Nullable Object> CompletableFuture<R> askAsync(Command<C, R> command);

  /** Asks like {@link #ask(String, Command)} without waiting. */
  <R extends @Nullable Object> CompletableFuture<R> askAsync(String commandId, Command<C, R> command);

  /**
   * Sends a command and forgets it: its answer is dropped, its refusal counted, its failure logged. To an actor that
   * has stopped it is a {@link DeadLetter} and no error.
   *
   * @throws MailboxFull if the actor cannot take more now, and its {@link Mailbox} does not drop; the command was not
   *     delivered
   */
  void tell(Command<C, ?> command);
}
