package dev.cairn.impl.record;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pool of objects that are costly to make. Every read or write of a value takes one, so there is no lock. Any thread
 * may call; a taken object is for one thread until it is put back.
 */
public final class Pool<T> {
  private static final int MOST = 16;

  private final Supplier<T> maker;
  private final AtomicReferenceArray<@Nullable T> waiting = new AtomicReferenceArray<>(MOST);

  /** Makes an empty pool. */
  public Pool(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Takes an object, or makes one. */
  public T take() {
    for (int at = 0; at < MOST; at++) {
      T spare = waiting.get(at) == null ? null : waiting.getAndSet(at, null);
      if (spare != null) {
        return spare;
      }
    }
    return maker.get();
  }

  /** Puts an object back; a full pool drops it. After an exception it is not put back: its content is unknown. */
  public void putBack(T spare) {
    int at = 0;
    while (at < MOST && !waiting.compareAndSet(at, null, spare)) {
      at++;
    }
  }
}
