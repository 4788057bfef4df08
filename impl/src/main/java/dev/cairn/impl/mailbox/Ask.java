package dev.cairn.impl.mailbox;

import dev.cairn.api.CairnException;
import dev.cairn.api.Command;
import dev.cairn.api.TimeSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A command and the one thread that waits for its answer. The first outcome wins; the end of the time is one of the
 * outcomes. If one asker and one actor are alone and answer each other quickly, both spin for a moment, and neither
 * parks.
 */
public final class Ask extends Letter {
  private static final VarHandle OUTCOME;
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 2_000 : 0;
  private static final long POLL_NANOS = 1_000_000;
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

  /** {@link #await} throws it when the time is over. */
  public static final class TimeOver extends Exception {
    private static final long serialVersionUID = 1;

    TimeOver() {
      super(null, null, false, false);
    }
  }

  /** An ask of the current thread. */
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
   * @param foreign whether the time is not the machine's time, so that this thread has to poll it
   * @param spin whether the answer may come so soon that the thread should spin before it parks
   */
  public @Nullable Object await(TimeSource time, boolean foreign, long deadline, boolean spin)
      throws TimeOver, InterruptedException {
    Object result = spin ? spin() : outcome;
    if (result == null) {
      waiter = Thread.currentThread();
      result = outcome;
    }
    while (result == null) {
      long left = deadline - time.nanos();
      if (left <= 0) {
        settle(OVER);
      } else {
        LockSupport.parkNanos(this, foreign ? Math.min(left, POLL_NANOS) : left);
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
      throw failure.cause instanceof CairnException made ? made.copy() : failure.cause;
    }
    return result == NULL ? null : result;
  }

  private @Nullable Object spin() {
    Object result = outcome;
    for (int i = 0; result == null && i < SPINS; i++) {
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
