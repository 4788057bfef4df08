package dev.cairn.impl.commit;

import dev.cairn.api.StoreUnavailable;
import dev.cairn.spi.Backend;
import dev.cairn.spi.StreamKey;
import java.util.function.Function;

/** Reads of a location: a stream is read once it is known what became of each commit to it. Any thread may call. */
final class StoreReads {
  private final Openings openings;
  private final Unsettled unsettled;
  private final EndlessWork endless = new EndlessWork();

  StoreReads(Openings openings, Unsettled unsettled) {
    this.openings = openings;
    this.unsettled = unsettled;
  }

  <T> T read(Patience patience, Function<Backend, T> reading) {
    return openings.read(patience, reading);
  }

  <T> T read(Patience patience, StreamKey stream, Function<Backend, T> reading) {
    awaitSettled(patience, stream);
    return openings.read(patience, reading);
  }

  <T> T work(Patience patience, StreamKey stream, Function<Backend, T> working) {
    endless.refuse(stream);
    awaitSettled(patience, stream);
    try {
      return openings.read(patience, backend -> {
        endless.refuse(stream); // once more: others may have been left while this waited for its turn
        patience.works(true);
        try {
          return working.apply(backend);
        } finally {
          endless.ended(stream, patience);
        }
      });
    } finally {
      endless.left(stream, patience);
    }
  }

  private void awaitSettled(Patience patience, StreamKey stream) {
    if (!unsettled.await(stream, patience.nanosLeft())) {
      throw new StoreUnavailable("The stream " + stream + " is not read: the store has not yet said what became of an "
          + "earlier change of it.", openings.trouble());
    }
  }
}
