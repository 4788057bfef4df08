package dev.cairn.impl.actor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The permits to recover, and the cells that wait for one, in their order. The number of permits is the number of
 * persistent actors that may recover at the same time. Any thread may call.
 */
final class RecoveryPermits {
  static final int MOST = 32;

  private final IntPredicate roomBeside;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<EntityCell<?, ?, ?>> waiting = new ArrayDeque<>();
  private int held;

  /** The right to recover one actor. A second {@link #giveBack} does nothing. */
  final class Permit {
    private final AtomicBoolean open = new AtomicBoolean(true);

    void giveBack() {
      if (open.compareAndSet(true, false)) {
        takeBack();
      }
    }
  }

  /** @param roomBeside whether memory has room for one more actor, beside the given number of actors that recover */
  RecoveryPermits(IntPredicate roomBeside) {
    this.roomBeside = roomBeside;
  }

  /** Returns a permit, or null. In that case the cell waits, and gets its permit with a signal. */
  @Nullable
  Permit request(EntityCell<?, ?, ?> cell) {
    lock.lock();
    try {
      if (canGive()) {
        held++;
        return new Permit();
      }
      waiting.add(cell);
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Gives permits to waiting cells, as far as there is room. Call it when there may be more room than before. */
  void giveToWaiting() {
    List<Runnable> signals = new ArrayList<>(2);
    lock.lock();
    try {
      while (!waiting.isEmpty() && canGive()) {
        EntityCell<?, ?, ?> next = waiting.remove();
        held++;
        Permit permit = new Permit();
        signals.add(() -> {
          if (!next.signal(new Signal.Permitted(permit))) {
            permit.giveBack();
          }
        });
      }
    } finally {
      lock.unlock();
    }
    signals.forEach(Runnable::run);
  }

  private boolean canGive() {
    return held < MOST && roomBeside.test(held);
  }

  private void takeBack() {
    lock.lock();
    try {
      held--;
    } finally {
      lock.unlock();
    }
    giveToWaiting();
  }
}
