package dev.cairn.impl.copy;

import dev.cairn.impl.journal.StoredHead;
import dev.cairn.spi.Backend;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The streams that have changed since they were compared, and what of each is to be compared: the events after the last
 * one that was compared, and the snapshots that were stored since. A round that was broken off leaves them for the next
 * one. Used by one thread.
 */
final class Changes {
  private final Map<StreamKey, Change> streams = new HashMap<>();

  /** What is to be compared of one stream. */
  static final class Change {
    private final StreamKey stream;
    private final Set<Long> snapshots = new HashSet<>();
    private long comparedThrough = -1;
    private @Nullable StreamHead head;

    Change(StreamKey stream) {
      this.stream = stream;
    }

    StreamKey stream() {
      return stream;
    }

    /** The head of the stream in the moment of the round, which is read once. */
    StreamHead head(Backend moment) {
      StreamHead known = head;
      if (known == null) {
        known = StoredHead.of(moment, stream);
        head = known;
      }
      return known;
    }

    /** The last event that was compared. */
    long comparedThrough() {
      return Math.max(0, comparedThrough);
    }

    /** Whether the snapshot of this event may be another one than the compared one. */
    boolean mayHaveReplaced(long snapshot) {
      return snapshots.contains(snapshot);
    }
  }

  /** Adds streams to which something was committed, each with the snapshots that were. */
  void addAll(Map<StreamKey, Set<Long>> touched) {
    touched.forEach((stream, snapshots) -> {
      if (StoreTransfer.isCopied(stream)) {
        of(stream).snapshots.addAll(snapshots);
      }
    });
  }

  /** Begins a round, which reads another moment. */
  void beginRound() {
    streams.values().forEach(change -> change.head = null);
  }

  /**
   * Adds a stream that the copy gets more of. Up to its last event, as it is before, it was compared.
   *
   * @param here its head in the moment of the round
   */
  void add(StreamHead here, StreamHead there) {
    Change change = of(here.stream());
    change.head = here;
    if (change.comparedThrough < 0) {
      change.comparedThrough = there.last();
    }
  }

  private Change of(StreamKey stream) {
    return streams.computeIfAbsent(stream, Change::new);
  }

  /** Those of one store. */
  List<Change> of(String store) {
    return streams.values().stream().filter(change -> change.stream.store().equals(store)).toList();
  }

  /** How many streams have changed. */
  int size() {
    return streams.size();
  }

  /** All of them were compared. */
  void clear() {
    streams.clear();
  }
}
