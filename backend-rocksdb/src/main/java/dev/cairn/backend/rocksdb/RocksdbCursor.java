package dev.cairn.backend.rocksdb;

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
 * Reads page by page. Between two pages it holds nothing of RocksDB, so one that is never closed costs nothing, and
 * none is in the way when the database closes.
 */
class RocksdbCursor<T> implements Cursor<T> {

  /** What is left to read. */
  interface Pages<T> {
    /** Returns the next page; an empty one is the end. */
    List<T> next();
  }

  private final RocksdbViews views;
  private final Pages<T> pages;
  private Iterator<T> page;
  private boolean closed;
  private boolean ended;

  RocksdbCursor(RocksdbViews views, List<T> firstPage, Pages<T> pages) {
    this.views = views;
    this.pages = pages;
    this.page = firstPage.iterator();
  }

  @Override
  public @Nullable T next() {
    views.requireOpen();
    if (closed) {
      throw new BackendException.Closed("The cursor was closed.");
    }
    if (!page.hasNext() && !ended) {
      page = pages.next().iterator();
      ended = !page.hasNext();
    }
    return ended ? null : page.next();
  }

  @Override
  public void close() {
    closed = true;
    page = Collections.emptyIterator();
  }

  /** A cursor over the log. */
  static final class Log extends RocksdbCursor<StoredEvent> implements LogCursor {
    private final Position horizon;
    private final Position deletedThrough;

    Log(RocksdbViews views, Position horizon, Position deletedThrough, Pages<StoredEvent> pages) {
      super(views, List.of(), pages);
      this.horizon = horizon;
      this.deletedThrough = deletedThrough;
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
