package dev.cairn.impl.commit;

import dev.cairn.spi.Commit;
import dev.cairn.spi.StreamKey;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The streams to which something was committed while somebody wants to know, and the snapshots that came with it. A
 * commit is noted before its batch goes to the backend and again when it is stored. Any thread may call.
 */
public final class TouchedStreams {
  private volatile @Nullable Map<StreamKey, Set<Long>> streams;

  /** Begins to note them. */
  public void begin() {
    streams = new ConcurrentHashMap<>();
  }

  /** Notes no more of them. */
  public void end() {
    streams = null;
  }

  /**
   * Those that were noted until now, each with the sequences of its snapshots; goes on with none. A commit that is not
   * in a moment of the location which is opened after this call is in the next ones.
   */
  public Map<StreamKey, Set<Long>> take() {
    Map<StreamKey, Set<Long>> noted = streams;
    begin();
    return noted == null ? Map.of() : noted;
  }

  void note(Batch batch) {
    Map<StreamKey, Set<Long>> into = streams;
    if (into != null) {
      batch.commits().forEach(pending -> note(into, pending.commit()));
    }
  }

  private static void note(Map<StreamKey, Set<Long>> into, Commit commit) {
    Set<Long> snapshots = into.computeIfAbsent(commit.stream(), stream -> ConcurrentHashMap.newKeySet());
    commit.snapshot().ifPresent(snapshot -> snapshots.add(snapshot.sequence()));
  }
}
