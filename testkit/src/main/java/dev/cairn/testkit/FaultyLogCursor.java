package dev.cairn.testkit;

import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A log cursor whose events may fail. */
record FaultyLogCursor(LogCursor below, Cursor<StoredEvent> events) implements LogCursor {

  @Override
  public Position horizon() {
    return below.horizon();
  }

  @Override
  public Position deletedThrough() {
    return below.deletedThrough();
  }

  @Override
  public Optional<Position> lostAfter() {
    return below.lostAfter();
  }

  @Override
  public @Nullable StoredEvent next() {
    return events.next();
  }

  @Override
  public void close() {
    events.close();
  }
}
