package dev.cairn.impl.record;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is costly to make and waits here to be used again. One is taken for every value that is read or written, so
 * there is no lock. Any thread may call; what was taken is for one thread until it is put back.
 */
public final class Pool<T> {
  private static final int MOST = 16;

  private final Supplier<T> maker;
  private final AtomicReferenceArray<@Nullable T> waiting = new AtomicReferenceArray<>(MOST);

  /** None at first. */
  public Pool(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Takes one, or makes it. */
  public T take() {
    for (int at = 0; at < MOST; at++) {
      T spare = waiting.get(at) == null ? null : waiting.getAndSet(at, null);
      if (spare != null) {
        return spare;
      }
    }
    return maker.get();
  }

  /** Puts one back, unless there are enough. After an exception it is not put back: nobody knows what is left in it. */
  public void putBack(T spare) {
    int at = 0;
    while (at < MOST && !waiting.compareAndSet(at, null, spare)) {
      at++;
    }
  }
}
