package dev.cairn.impl.mailbox;

import dev.cairn.api.Command;
import dev.cairn.impl.time.Deadlines;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A command and the future of its answer. The future completes at the deadline at the latest. */
public class AsyncAsk extends Letter implements Deadlines.Limited {
  private final Command<?, ?> command;
  private final @Nullable String id;
  private final CompletableFuture<@Nullable Object> future;
  private final Target target;
  private final long deadline;
  private long bytes;

  /** The asked actor. */
  public interface Target {
    /** The failure of the future when the time is over. */
    Throwable lateFailure();
  }

  /**
   * An ask.
   *
   * @param deadline in the nanoseconds of the system's time
   */
  public AsyncAsk(Command<?, ?> command, @Nullable String id, CompletableFuture<@Nullable Object> future, Target target,
      long deadline) {
    this.command = command;
    this.id = id;
    this.future = future;
    this.target = target;
    this.deadline = deadline;
  }

  @Override
  public final long deadline() {
    return deadline;
  }

  @Override
  public final boolean isOver() { return future.isDone(); }

  @Override
  public final void expire() {
    future.completeExceptionally(target.lateFailure());
  }

  @Override
  public final Command<?, ?> open() {
    return command;
  }

  @Override
  public final @Nullable String id() {
    return id;
  }

  @Override
  final long bytes() {
    return bytes;
  }

  @Override
  final void bytes(long size) {
    bytes = size;
  }

  @Override
  public final boolean isAwaited() { return !future.isDone(); }

  @Override
  public final boolean isTell() { return false; }

  @Override
  public final boolean answer(@Nullable Object value) {
    return future.complete(value);
  }

  @Override
  public final boolean fail(RuntimeException cause) {
    return future.completeExceptionally(cause);
  }
}
