package dev.cairn.impl.mailbox;

import dev.cairn.api.Command;
import dev.cairn.impl.time.Deadlines;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An ask that came from another process. Whoever puts it in does not wait for room. */
public final class CarriedAsk extends Letter implements Deadlines.Limited {
  private final Command<?, ?> command;
  private final @Nullable String id;
  private final CompletableFuture<@Nullable Object> future;
  private final long deadline;
  private long bytes;

  /**
   * An ask.
   *
   * @param deadline in the nanoseconds of the system's time
   */
  public CarriedAsk(Command<?, ?> command, @Nullable String id, CompletableFuture<@Nullable Object> future,
      long deadline) {
    this.command = command;
    this.id = id;
    this.future = future;
    this.deadline = deadline;
  }

  @Override
  public boolean isCarried() { return true; }

  @Override
  public long deadline() {
    return deadline;
  }

  @Override
  public boolean isOver() { return future.isDone(); }

  /** The asker has given up by itself. */
  @Override
  public void expire() {
    future.completeExceptionally(new TimeoutException());
  }

  @Override
  public Command<?, ?> open() {
    return command;
  }

  @Override
  public @Nullable String id() {
    return id;
  }

  @Override
  long bytes() {
    return bytes;
  }

  @Override
  void bytes(long size) {
    bytes = size;
  }

  @Override
  public boolean isAwaited() { return !future.isDone(); }

  @Override
  public boolean isTell() { return false; }

  @Override
  public boolean answer(@Nullable Object value) {
    return future.complete(value);
  }

  @Override
  public boolean fail(RuntimeException cause) {
    return future.completeExceptionally(cause);
  }
}
