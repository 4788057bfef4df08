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
 * How many persistent actors may recover at once, and the cells that wait for a permit, in their order. Any thread may
 * call.
 */
final class RecoveryPermits {
  static final int MOST = 32;

  private final IntPredicate roomBeside;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<EntityCell<?, ?, ?>> waiting = new ArrayDeque<>();
  private int held;

  /** The right to recover one actor. It is held from when it is given until it is given back, which counts once. */
  final class Permit {
    private final AtomicBoolean open = new AtomicBoolean(true);

    void giveBack() {
      if (open.compareAndSet(true, false)) {
        takeBack();
      }
    }
  }

  /** @param roomBeside whether memory has room for one more actor beside as many that recover */
  RecoveryPermits(IntPredicate roomBeside) {
    this.roomBeside = roomBeside;
  }

  /** Returns a permit, or null: the cell is then sent one by a signal. */
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

  /** Gives permits to cells that wait, as far as there is room. Call it when room may have been made. */
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
