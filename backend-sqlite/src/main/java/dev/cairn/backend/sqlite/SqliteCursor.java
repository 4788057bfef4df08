package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads page by page; between two pages it holds no connection and no transaction, so it never keeps the WAL from
 * shrinking.
 */
class SqliteCursor<T> implements Cursor<T> {

  /** Reads one page. */
  interface Pages<T> {
    /**
     * Returns what follows; nothing at the end.
     *
     * @param last the last one shown, null at the beginning
     */
    List<T> after(@Nullable T last);
  }

  private final SqliteReads reads;
  private final Pages<T> pages;
  private Iterator<T> page;
  private @Nullable T last;
  private boolean closed;
  private boolean ended;

  SqliteCursor(SqliteReads reads, List<T> firstPage, Pages<T> pages) {
    this.reads = reads;
    this.pages = pages;
    this.page = firstPage.iterator();
  }

  @Override
  public @Nullable T next() {
    reads.requireOpen();
    if (closed) {
      throw new BackendException.Closed("The cursor was closed.");
    }
    if (!page.hasNext() && !ended) {
      page = pages.after(last).iterator();
      ended = !page.hasNext();
    }
    if (ended) {
      return null;
    }
    last = page.next();
    return last;
  }

  @Override
  public void close() {
    closed = true;
    page = Collections.emptyIterator();
  }

  /** A cursor over the log. */
  static final class Log extends SqliteCursor<StoredEvent> implements LogCursor {
    private final Position horizon;
    private final Position deletedThrough;

    Log(SqliteReads reads, Position horizon, Position deletedThrough, Pages<StoredEvent> pages) {
      super(reads, List.of(), pages);
      this.deletedThrough = deletedThrough;
      this.horizon = horizon;
    }

    @Override
    public Position horizon() {
      return horizon;
    }

    @Override
    public Position deletedThrough() {
      return deletedThrough;
    }
  }
}
