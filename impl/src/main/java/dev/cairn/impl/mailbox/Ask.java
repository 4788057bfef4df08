package dev.cairn.impl.mailbox;

import dev.cairn.api.Command;
import dev.cairn.api.TimeSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A command and the one thread that waits for its answer. The first outcome wins; running out of time is one. A lone
 * asker and a lone actor that answer each other quickly meet while both still look, and neither is put to sleep.
 */
public final class Ask extends Letter {
  private static final VarHandle OUTCOME;
  private static final int LOOKS = Runtime.getRuntime().availableProcessors() > 1 ? 2_000 : 0;
  private static final long GLANCE_NANOS = 1_000_000;
  private static final Object NULL = new Object();
  private static final Object OVER = new Object();

  static {
    try {
      OUTCOME = MethodHandles.lookup().findVarHandle(Ask.class, "outcome", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Command<?, ?> command;
  private final @Nullable String id;
  private long bytes;
  private volatile @Nullable Thread waiter;
  private volatile @Nullable Object outcome;

  private record Failure(RuntimeException cause) {}

  /** Thrown by {@link #await} when the time is over. */
  public static final class TimeOver extends Exception {
    private static final long serialVersionUID = 1;

    TimeOver() {
      super(null, null, false, false);
    }
  }

  /** A question of the current thread. */
  public Ask(Command<?, ?> command, @Nullable String id) {
    this.command = command;
    this.id = id;
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
  public boolean isAwaited() { return outcome == null; }

  @Override
  public boolean isTell() { return false; }

  @Override
  public boolean answer(@Nullable Object value) {
    return settle(value == null ? NULL : value);
  }

  @Override
  public boolean fail(RuntimeException cause) {
    return settle(new Failure(cause));
  }

  /**
   * Waits for the answer.
   *
   * @param deadline in the nanoseconds of the time source
   * @param look whether the answer may be so near that it is worth looking for it before going to sleep
   */
  public @Nullable Object await(TimeSource time, boolean foreign, long deadline, boolean look)
      throws TimeOver, InterruptedException {
    Object result = look ? poll() : outcome;
    if (result == null) {
      waiter = Thread.currentThread();
      result = outcome;
    }
    while (result == null) {
      long left = deadline - time.nanos();
      if (left <= 0) {
        settle(OVER);
      } else {
        LockSupport.parkNanos(this, foreign ? Math.min(left, GLANCE_NANOS) : left);
        if (outcome == null && Thread.interrupted()) {
          settle(OVER);
          throw new InterruptedException();
        }
      }
      result = outcome;
    }
    if (result == OVER) {
      throw new TimeOver();
    }
    if (result instanceof Failure failure) {
      throw failure.cause;
    }
    return result == NULL ? null : result;
  }

  private @Nullable Object poll() {
    Object result = outcome;
    for (int i = 0; result == null && i < LOOKS; i++) {
      Thread.onSpinWait();
      result = outcome;
    }
    return result;
  }

  private boolean settle(Object result) {
    if (!OUTCOME.compareAndSet(this, null, result)) {
      return false;
    }
    Thread waiting = waiter;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
    return true;
  }
}
