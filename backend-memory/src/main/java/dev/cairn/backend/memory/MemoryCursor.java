package dev.cairn.backend.memory;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Walks the live maps of a location; it holds a place in them, never a copy. */
class MemoryCursor<T> implements Cursor<T> {
  private final MemoryBackend backend;
  private final Iterator<T> rest;
  private boolean closed;

  MemoryCursor(MemoryBackend backend, Iterator<T> rest) {
    this.backend = backend;
    this.rest = rest;
  }

  @Override
  public @Nullable T next() {
    backend.requireOpen();
    if (closed) {
      throw new BackendException.Closed("The cursor was closed.");
    }
    return rest.hasNext() ? rest.next() : null;
  }

  @Override
  public void close() {
    closed = true;
  }
}
