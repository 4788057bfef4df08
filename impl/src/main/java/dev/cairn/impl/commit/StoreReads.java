package dev.cairn.impl.commit;

import dev.cairn.api.StoreUnavailable;
import dev.cairn.spi.Backend;
import dev.cairn.spi.StreamKey;
import java.util.function.Function;

/** The reads of a location. A stream is read when every earlier commit to it is settled. Any thread may call. */
final class StoreReads {
  private final Sessions sessions;
  private final UnsettledStreams unsettled;
  private final EndlessWork endless = new EndlessWork();

  StoreReads(Sessions sessions, UnsettledStreams unsettled) {
    this.sessions = sessions;
    this.unsettled = unsettled;
  }

  <T> T read(Patience patience, Function<Backend, T> reading) {
    return sessions.read(patience, reading);
  }

  <T> T read(Patience patience, StreamKey stream, Function<Backend, T> reading) {
    awaitSettled(patience, stream);
    return sessions.read(patience, reading);
  }

  <T> T work(Patience patience, StreamKey stream, Function<Backend, T> working) {
    endless.refuse(stream);
    awaitSettled(patience, stream);
    try {
      return sessions.read(patience, backend -> {
        endless.refuse(stream); // once more: work may have been left while this call waited for its turn
        patience.setWorking(true);
        try {
          return working.apply(backend);
        } finally {
          endless.remove(stream, patience);
        }
      });
    } finally {
      endless.add(stream, patience);
    }
  }

  private void awaitSettled(Patience patience, StreamKey stream) {
    if (!unsettled.await(stream, patience.nanosLeft())) {
      throw new StoreUnavailable("The stream " + stream + " is not read: the store has not yet said what became of an "
          + "earlier change of it.", sessions.trouble());
    }
  }
}
