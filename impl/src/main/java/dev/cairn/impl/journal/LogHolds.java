package dev.cairn.impl.journal;

import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.Patience;
import dev.cairn.spi.Position;
import java.util.Optional;

/**
 * What readers of one store's log hold against compaction: in this process where it writes alone, in the backend where
 * several processes write. Any thread may call.
 */
record LogHolds(String store, Committer committer, Holding holding) {
  /** Holds what comes after a position; where several processes write, besides what the reader holds already. */
  void hold(String reader, Position readThrough, Patience patience) {
    if (!committer.isShared()) {
      holding.hold(store, reader, readThrough);
      return;
    }
    committer.read(patience, backend -> {
      backend.hold(store, reader, readThrough);
      return reader;
    });
  }

  /** Frees what a reader has read; all where the position is empty. */
  void release(String reader, Optional<Position> readThrough, Patience patience) {
    if (!committer.isShared()) {
      readThrough.ifPresentOrElse(read -> holding.hold(store, reader, read), () -> holding.release(store, reader));
      return;
    }
    committer.read(patience, backend -> {
      backend.release(store, reader, readThrough);
      return reader;
    });
  }
}
