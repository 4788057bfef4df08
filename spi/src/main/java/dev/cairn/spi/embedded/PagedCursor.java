package dev.cairn.spi.embedded;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads page by page. Between two pages it holds nothing of the engine, so a cursor that is never closed costs nothing,
 * and none is in the way when the engine closes.
 *
 * @param <T> what it reads
 */
public class PagedCursor<T> implements Cursor<T> {

  /**
   * Reads one page at a time.
   *
   * @param <T> what it reads
   */
  public interface Pages<T> {
    /**
     * Returns the next page; an empty one is the end, after which no other is asked for.
     *
     * @param last the last result that was given, null at the beginning
     */
    List<T> after(@Nullable T last);
  }

  private final Runnable requireOpen;
  private final Pages<T> pages;
  private Iterator<T> page;
  private @Nullable T last;
  private boolean closed;
  private boolean ended;

  /**
   * Begins with the first page, and reads no other before it is needed.
   *
   * @param requireOpen throws {@link BackendException.Closed} where the backend was closed; asked before each result
   * @param firstPage what was read already, in one visit with something else perhaps; may be empty
   * @param pages what follows the first page
   */
  public PagedCursor(Runnable requireOpen, List<T> firstPage, Pages<T> pages) {
    this.requireOpen = requireOpen;
    this.pages = pages;
    this.page = firstPage.iterator();
  }

  @Override
  public @Nullable T next() {
    requireOpen.run();
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

  /** A cursor over the log of a store. */
  public static final class Log extends PagedCursor<StoredEvent> implements LogCursor {
    private final Position horizon;
    private final Position deletedThrough;
    private final Optional<Position> lostAfter;

    /**
     * Begins before the first page, which is read when it is needed.
     *
     * @param horizon as of now; see {@link LogCursor#horizon}
     * @param deletedThrough as of now; see {@link LogCursor#deletedThrough}
     */
    public Log(Runnable requireOpen, Position horizon, Position deletedThrough, Pages<StoredEvent> pages) {
      this(requireOpen, horizon, deletedThrough, Optional.empty(), pages);
    }

    /**
     * Begins before the first page, after a position that may be lost.
     *
     * @param horizon as of now; see {@link LogCursor#horizon}
     * @param deletedThrough as of now; see {@link LogCursor#deletedThrough}
     * @param lostAfter see {@link LogCursor#lostAfter}
     */
    public Log(Runnable requireOpen, Position horizon, Position deletedThrough, Optional<Position> lostAfter,
        Pages<StoredEvent> pages) {
      super(requireOpen, List.of(), pages);
      this.horizon = horizon;
      this.deletedThrough = deletedThrough;
      this.lostAfter = lostAfter;
    }

    @Override
    public Position horizon() {
      return horizon;
    }

    @Override
    public Position deletedThrough() {
      return deletedThrough;
    }

    @Override
    public Optional<Position> lostAfter() {
      return lostAfter;
    }
  }
}
