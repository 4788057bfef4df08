package dev.cairn.testkit;

import dev.cairn.spi.Cursor;
import org.jspecify.annotations.Nullable;

/** A cursor that fails after its first result, or at its end. */
final class FaultyCursor<T> implements Cursor<T> {
  private final Cursor<T> below;
  private final Fault fault;
  private boolean begun;

  FaultyCursor(Cursor<T> below, Fault fault) {
    this.below = below;
    this.fault = fault;
  }

  @Override
  public @Nullable T next() {
    T result = below.next();
    if (result == null || (begun && fault instanceof Fault.Halfway)) {
      throw FaultyBackend.failure(fault);
    }
    begun = true;
    return result;
  }

  @Override
  public void close() {
    below.close();
  }
}
