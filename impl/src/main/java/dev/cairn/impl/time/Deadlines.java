package dev.cairn.impl.time;

import dev.cairn.api.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Expires objects at their deadline. An object that is over stays in its lane until the lane is full or swept; a full
 * lane grows only if more than half of its objects are open. So watching costs one store into an array, and a million
 * short-lived objects cost the memory of the few open ones.
 */
public final class Deadlines {
  private static final int LANES = Integer.highestOneBit(Math.max(1, Runtime.getRuntime().availableProcessors() * 2));
  private static final int LANE_LENGTH = 1024;
  private static final long GRAIN_NANOS = 5_000_000;

  private final TimeSource time;
  private final long grain;
  private final Lane[] lanes = new Lane[LANES];
  private final AtomicLong awake = new AtomicLong(Long.MAX_VALUE);

  /** An object with a deadline. */
  public interface Limited {
    /** In the nanoseconds of the time source. */
    long deadline();

    /** True once the deadline no longer matters. */
    boolean isOver();

    /** Called when the deadline has passed. */
    void expire();
  }

  private static final class Lane extends ReentrantLock {
    private static final long serialVersionUID = 1;
    private transient @Nullable Limited[] open = new Limited[LANE_LENGTH];
    private int size;

    void add(Limited limited) {
      if (size == open.length) {
        int before = size;
        keep(each -> !each.isOver());
        if (size > before / 2) {
          open = Arrays.copyOf(open, before * 2);
        }
      }
      open[size++] = limited;
    }

    void keep(Predicate<Limited> stays) {
      int kept = 0;
      for (int i = 0; i < size; i++) {
        Limited each = this.open[i];
        if (each != null && stays.test(each)) {
          this.open[kept++] = each;
        }
      }
      Arrays.fill(this.open, kept, size, null);
      size = kept;
    }
  }

  /**
   * Uses the deadlines of a time source.
   *
   * @param exact whether each object expires at its own deadline, or several together a little late
   */
  public Deadlines(TimeSource time, boolean exact) {
    this.time = time;
    this.grain = exact ? 1 : GRAIN_NANOS;
    Arrays.setAll(lanes, i -> new Lane());
  }

  /** Watches an object until it is over or expires. */
  public void watch(Limited limited) {
    int first = (int) Thread.currentThread().threadId();
    Lane lane = null;
    for (int i = 0; lane == null && i < LANES; i++) {
      Lane candidate = lanes[first + i & LANES - 1];
      lane = candidate.tryLock() ? candidate : null;
    }
    if (lane == null) {
      lane = lanes[first & LANES - 1];
      lane.lock();
    }
    try {
      lane.add(limited);
    } finally {
      lane.unlock();
    }
    wakeAt(limited.deadline());
  }

  private void wakeAt(long deadline) {
    long planned = awake.get();
    while (planned == Long.MAX_VALUE || deadline - planned < 0) {
      if (awake.compareAndSet(planned, deadline)) {
        time.schedule(Duration.ofNanos(Math.max(0, deadline - time.nanos())), this::sweep);
        return;
      }
      planned = awake.get();
    }
  }

  private void sweep() {
    awake.set(Long.MAX_VALUE);
    long now = time.nanos();
    List<Limited> over = new ArrayList<>();
    long[] next = { Long.MAX_VALUE };
    for (Lane lane : lanes) {
      lane.lock();
      try {
        lane.keep(each -> {
          if (each.isOver()) {
            return false;
          }
          long left = each.deadline() - now;
          if (left <= 0) {
            over.add(each);
            return false;
          }
          next[0] = Math.min(next[0], left);
          return true;
        });
      } finally {
        lane.unlock();
      }
    }
    over.forEach(Limited::expire);
    if (next[0] != Long.MAX_VALUE) {
      wakeAt(now + Math.max(grain, next[0]));
    }
  }
}
