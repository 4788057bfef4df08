package com.example.filelog;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Walks a list of what the index knew when it was opened, and reads each result as it comes to it. */
class ListCursor<I, T> implements Cursor<T> {
  private final Runnable requireOpen;
  private final Iterator<I> rest;
  private final Function<I, T> reading;
  private boolean closed;

  ListCursor(Runnable requireOpen, List<I> list, Function<I, T> reading) {
    this.requireOpen = requireOpen;
    this.rest = list.iterator();
    this.reading = reading;
  }

  @Override
  public T next() {
    requireOpen.run();
    if (closed) {
      throw new BackendException.Closed("The cursor was closed.");
    }
    return rest.hasNext() ? reading.apply(rest.next()) : null;
  }

  @Override
  public void close() {
    closed = true;
  }
}
