package dev.cairn.backend.memory;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Holds a place, never a copy: each step asks for what follows the one before, and null follows the last. */
class MemoryCursor<T> implements Cursor<T> {
  private final MemoryBackend backend;
  private final Function<@Nullable T, @Nullable T> following;
  private @Nullable T place;
  private boolean ended;
  private boolean closed;

  MemoryCursor(MemoryBackend backend, Function<@Nullable T, @Nullable T> following) {
    this.backend = backend;
    this.following = following;
  }

  @Override
  public @Nullable T next() {
    if (closed) {
      throw new BackendException.Closed("The cursor was closed.");
    }
    place = backend.reading(() -> ended ? null : following.apply(place));
    ended = place == null;
    return place;
  }

  @Override
  public void close() {
    closed = true;
  }

  static final class Log extends MemoryCursor<StoredEvent> implements LogCursor {
    private final Position horizon;
    private final Position deletedThrough;

    Log(MemoryBackend backend, Position horizon, Position deletedThrough,
        Function<@Nullable StoredEvent, @Nullable StoredEvent> following) {
      super(backend, following);
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
