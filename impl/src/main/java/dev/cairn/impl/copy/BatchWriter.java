package dev.cairn.impl.copy;

import dev.cairn.impl.backend.Location;
import dev.cairn.impl.record.CommitName;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects commits into batches. The events of one commit of the original become one commit again. */
final class BatchWriter {
  private static final int MOST_COMMITS = 4096;
  private static final long MOST_BYTES = 4L << 20;

  private final Backend copy;
  private final List<Commit> commits = new ArrayList<>();
  private final List<byte[]> open = new ArrayList<>();
  private final Map<StreamKey, Long> epochs = new HashMap<>();
  private @Nullable StreamKey stream;
  private @Nullable CommitName name;
  private long before;
  private long bytes;

  BatchWriter(Backend copy) {
    this.copy = copy;
  }

  /** Claims a stream of the copy, for the commits up to the next {@link #flush}. */
  StreamHead claim(StreamKey key) {
    Claim claim = copy.claim(key);
    epochs.put(key, claim.epoch());
    return claim.head();
  }

  /** The epoch of the claim of a stream. */
  long epoch(StreamKey key) {
    return epochs.computeIfAbsent(key, claimed -> copy.claim(claimed).epoch());
  }

  void event(StreamKey key, long sequence, CommitName commit, byte[] record) {
    if (!key.equals(stream) || !commit.equals(name)) {
      closeCommit();
      stream = key;
      name = commit;
      before = sequence - 1;
    }
    open.add(record);
    bytes += record.length;
  }

  void add(Commit commit) {
    closeCommit();
    bytes += commit.snapshot().map(snapshot -> snapshot.record().length).orElse(0);
    push(commit);
  }

  void flush() {
    closeCommit();
    store();
  }

  private void closeCommit() {
    if (stream != null && !open.isEmpty()) {
      Commit commit = Commit.append(stream, epoch(stream), before, List.copyOf(open));
      open.clear();
      stream = null;
      push(commit);
    }
  }

  private void push(Commit commit) {
    commits.add(commit);
    if (commits.size() >= MOST_COMMITS || bytes >= MOST_BYTES) {
      store();
    }
  }

  private void store() {
    if (commits.isEmpty()) {
      return;
    }
    Location.commit(copy, List.copyOf(commits),
        "The copy of stream %s was not stored: %s. Make it again in a new folder.");
    commits.clear();
    epochs.clear();
    bytes = 0;
  }
}
