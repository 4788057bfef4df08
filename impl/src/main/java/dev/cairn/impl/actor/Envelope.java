package dev.cairn.impl.actor;

import dev.cairn.api.Command;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a mailbox.
 *
 * @param <C> the commands of the actor
 */
sealed interface Envelope<C> {

  /** Tells whoever waits, if anybody does, that this will not be done. */
  void fail(RuntimeException cause);

  /**
   * A command.
   *
   * @param command what to do
   * @param id the command id, or null
   * @param correlationId what the command belongs to, or null
   * @param asker who waits for the answer, or null after a tell
   */
  record Job<C>(Command<C, ?> command, @Nullable String id, @Nullable String correlationId,
      @Nullable CompletableFuture<@Nullable Object> asker)
      implements Envelope<C> {
    private static final System.Logger LOG = System.getLogger(Job.class.getName());

    @Override
    public void fail(RuntimeException cause) {
      if (asker != null) {
        asker.completeExceptionally(cause);
      } else {
        LOG.log(System.Logger.Level.WARNING, "A command that was told to an actor has failed, and nobody waits for it: "
            + cause.getMessage());
      }
    }
  }

  /**
   * Recover now.
   *
   * @param done completes when the actor is recovered
   */
  record Activate<C>(CompletableFuture<@Nullable Void> done) implements Envelope<C> {
    @Override
    public void fail(RuntimeException cause) {
      done.completeExceptionally(cause);
    }
  }

  /**
   * The last one.
   *
   * @param done completes when the actor has stopped
   */
  record Stop<C>(CompletableFuture<@Nullable Void> done) implements Envelope<C> {
    @Override
    public void fail(RuntimeException cause) {
      done.completeExceptionally(cause);
    }
  }
}
