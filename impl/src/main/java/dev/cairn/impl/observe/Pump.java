package dev.cairn.impl.observe;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes values to a consumer in order, on a virtual thread that lives while values wait. */
final class Pump<T> {
  private static final GuardedLogger LOG = GuardedLogger.of(Pump.class);

  private final int most;
  private final Consumer<? super T> consumer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<T> waiting = new ArrayDeque<>();
  private boolean running;
  private boolean closed;

  Pump(int most, Consumer<? super T> consumer) {
    if (most < 1) {
      throw new IllegalArgumentException("At least 1 event waits, not " + most + ".");
    }
    this.most = most;
    this.consumer = consumer;
  }

  /** Takes a value; returns false if too many wait. */
  boolean offer(T value) {
    lock.lock();
    try {
      if (closed) {
        return true;
      }
      if (waiting.size() >= most) {
        return false;
      }
      waiting.add(value);
      if (!running) {
        Thread.startVirtualThread(this::run);
        running = true; // where no thread could be started, the next value tries again
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (T value = next(); value != null; value = next()) {
      try {
        consumer.accept(value);
      } catch (Throwable e) {
        LOG.log(System.Logger.Level.WARNING, () -> "A subscriber to the event stream threw.", e);
      }
    }
  }

  private @Nullable T next() {
    lock.lock();
    try {
      T value = waiting.poll();
      running = value != null;
      return value;
    } finally {
      lock.unlock();
    }
  }
}
