package dev.cairn.impl.commit;

import dev.cairn.spi.StreamKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The streams to which something was committed while somebody wants to know. A stream is noted before its batch goes to
 * the backend and again when it is stored. Any thread may call.
 */
public final class TouchedStreams {
  private volatile @Nullable Set<StreamKey> streams;

  /** Begins to note them. */
  public void begin() {
    streams = ConcurrentHashMap.newKeySet();
  }

  /** Notes no more of them. */
  public void end() {
    streams = null;
  }

  /**
   * Those that were noted until now; goes on with none. A commit that is not in a moment of the location which is
   * opened after this call has its stream in the next ones.
   */
  public Set<StreamKey> take() {
    Set<StreamKey> noted = streams;
    begin();
    return noted == null ? Set.of() : noted;
  }

  void note(Batch batch) {
    Set<StreamKey> into = streams;
    if (into != null) {
      batch.commits().forEach(pending -> into.add(pending.commit().stream()));
    }
  }
}
