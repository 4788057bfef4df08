package dev.cairn.impl.actor;

import dev.cairn.api.Command;
import dev.cairn.impl.journal.ActorStream;
import dev.cairn.impl.mailbox.Letter;
import dev.cairn.spi.StreamKey;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A letter that makes a persistent actor recover, so that its process knows the actor's durable timers and fires them.
 * It is opened when the actor has recovered.
 */
final class Wake extends Letter {
  private final EntityCell<?, ?, ?> cell;
  private final @Nullable String timer;
  private final CompletableFuture<@Nullable Object> done;

  /** @param timer the id of the command of the timer that is due */
  Wake(EntityCell<?, ?, ?> cell, @Nullable String timer, CompletableFuture<@Nullable Object> done) {
    this.cell = cell;
    this.timer = timer;
    this.done = done;
  }

  /** Puts one into the mailbox of an actor of this process; false if the system is closing. */
  static boolean send(LocalActorSystem system, KnownType<?, ?, ?> known, StreamKey actor, @Nullable String timer,
      CompletableFuture<@Nullable Object> done) {
    return system.registry().deliver(known, actor, cell -> new Wake((EntityCell<?, ?, ?>) cell, timer, done));
  }

  /** Whether an actor in memory knows the timer; if not, another process may have taken the actor over since. */
  boolean isKnown(ActorStream<?, ?> stream) {
    return timer != null && (stream.doneAt(timer).isPresent()
        || stream.timers().all().stream().anyMatch(each -> timer.equals(Firing.id(each.name(), each.sequence()))));
  }

  @Override
  public @Nullable Command<?, ?> open() {
    cell.tellTimers();
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
