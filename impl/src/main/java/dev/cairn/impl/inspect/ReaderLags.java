package dev.cairn.impl.inspect;

import dev.cairn.api.Position;
import dev.cairn.api.StoreInspector;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.StoredReaders;
import dev.cairn.spi.Backend;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.StoredEvent;
import java.util.ArrayList;
import java.util.List;

/** The lag of each registered reader of a store. The log is read once for all of them. Used by one thread. */
final class ReaderLags {

  /** The lag of one reader. */
  private static final class Lag {
    private final StoredReaders.Reader reader;
    private long waiting;

    private Lag(StoredReaders.Reader reader) {
      this.reader = reader;
    }

    private dev.cairn.spi.Position position() {
      return reader.checkpoint().position();
    }

    private void pass(StoredEvent event) {
      waiting += event.position().compareTo(position()) > 0 ? 1 : 0;
    }
  }

  private final Backend backend;
  private final String store;
  private final List<Lag> lags = new ArrayList<>();

  ReaderLags(Backend backend, String store, StoreDescription description) {
    this.backend = backend;
    this.store = store;
    new StoredReaders(store, description.openers()).all(backend).forEach(reader -> lags.add(new Lag(reader)));
  }

  List<StoreInspector.Reader> count() {
    lags.stream().map(Lag::position).min(dev.cairn.spi.Position::compareTo).ifPresent(this::read);
    return lags.stream().map(this::describe).toList();
  }

  private void read(dev.cairn.spi.Position after) {
    try (LogCursor log = backend.log(store, after)) {
      for (StoredEvent event = log.next(); event != null; event = log.next()) {
        if (!StoreDescription.owns(event.stream())) {
          for (Lag lag : lags) {
            lag.pass(event);
          }
        }
      }
    }
  }

  private StoreInspector.Reader describe(Lag lag) {
    Position position = new Position(lag.position().generation(), lag.position().offset());
    return new StoreInspector.Reader(store, lag.reader.name(), position, lag.reader.time(), lag.waiting,
        lag.reader.checkpoint().states(), lag.reader.trouble());
  }
}
