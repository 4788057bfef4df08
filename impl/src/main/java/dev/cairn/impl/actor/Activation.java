package dev.cairn.impl.actor;

import dev.cairn.api.Command;
import dev.cairn.impl.mailbox.Letter;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A letter that makes a persistent actor recover and stay in memory. It is opened when the actor has recovered. */
final class Activation extends Letter {
  private final EntityCell<?, ?, ?> cell;
  private final CompletableFuture<@Nullable Void> done;

  Activation(EntityCell<?, ?, ?> cell, CompletableFuture<@Nullable Void> done) {
    this.cell = cell;
    this.done = done;
  }

  @Override
  public @Nullable Command<?, ?> open() {
    cell.pin();
    done.complete(null);
    return null;
  }

  @Override
  public boolean isTell() { return false; }

  @Override
  public boolean fail(RuntimeException cause) {
    return done.completeExceptionally(cause);
  }
}
