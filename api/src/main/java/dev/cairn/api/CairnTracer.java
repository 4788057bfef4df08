package dev.cairn.api;

import dev.cairn.api.CairnListener.Handled;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands around commands and persists, so that a trace has a span for each of them. What is current where a command is
 * sent comes to the handler of the command, through any number of actors. Be fast and do not block. An exception is
 * logged, and the command or the persist goes on without a span.
 */
public interface CairnTracer {
  /**
   * Called on the thread that asks, tells or pipes to itself, before the command is in a mailbox.
   *
   * @return what {@link #handling} of that command gets, such as the current span; null for nothing
   */
  @Nullable
  Object sending();

  /** Begins the span of a command, on the thread of its actor, before the handler is called. */
  CommandSpan handling(Sent command);

  /**
   * Begins the span of a persist, on the thread of its actor, before the events are applied.
   *
   * @param path the actor
   * @param type the name of its type
   * @param events how many events it persists
   */
  PersistSpan persisting(String path, String type, int events);

  /**
   * A command that is about to be handled.
   *
   * @param path the actor
   * @param type the name of its type
   * @param command the simple name of the class of the command
   * @param correlationId its correlation id
   * @param sender what {@link #sending} has returned where it was sent
   */
  record Sent(String path, String type, String command, Optional<String> correlationId, Optional<Object> sender) {}

  /** The span of a command. */
  interface CommandSpan {
    /**
     * Ends it on the same thread, before the answer leaves.
     *
     * @param failure what the handler threw; null if it threw nothing
     */
    void end(Handled.Outcome outcome, @Nullable Throwable failure);
  }

  /** The span of a persist. */
  interface PersistSpan {
    /**
     * Ends it on the same thread, when persist returns.
     *
     * @param failure what persist throws; null if it returns a state
     */
    void end(@Nullable Throwable failure);
  }
}
