package dev.cairn.spi;

import org.jspecify.annotations.Nullable;

/**
 * Reads results one after the other in bounded memory. Used by one thread at a time, not always by the same;
 * closed by its user.
 *
 * @param <T> what it reads
 */
public interface Cursor<T> extends AutoCloseable {

  /**
   * Returns the next result, or null at the end. What is stored after the cursor was opened may or may not appear.
   *
   * @throws BackendException.Closed if the cursor or its backend was closed
   */
  @Nullable
  T next();

  /** Frees what the cursor holds. A second call does nothing. */
  @Override
  void close();
}
