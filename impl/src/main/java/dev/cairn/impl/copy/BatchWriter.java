package dev.cairn.impl.copy;

import dev.cairn.impl.backend.Location;
import dev.cairn.impl.record.CommitName;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects commits into batches. The events of one commit of the original become one commit again. */
final class BatchWriter {
  private static final int MOST_COMMITS = 4096;
  private static final long MOST_BYTES = 4L << 20;
  private static final long MOST_HELD_BYTES = 64L << 20;

  private final Backend copy;
  private final Path folder;
  private final List<Commit> commits = new ArrayList<>();
  private final List<byte[]> open = new ArrayList<>();
  private final Map<StreamKey, Long> epochs = new HashMap<>();
  private @Nullable StreamKey stream;
  private @Nullable CommitName name;
  private long before;
  private long bytes;
  private boolean held;

  /**
   * Stores nothing yet.
   *
   * @param folder of the copy, for people
   */
  BatchWriter(Backend copy, Path folder) {
    this.copy = copy;
    this.folder = folder;
  }

  /** Claims a stream of the copy, for the commits up to the next {@link #flush}. */
  StreamHead claim(StreamKey key) {
    try {
      Claim claim = copy.claim(key);
      epochs.put(key, claim.epoch());
      return claim.head();
    } catch (BackendException e) {
      throw Location.explain(folder, e);
    }
  }

  /** The epoch of the claim of a stream. */
  long epoch(StreamKey key) {
    if (!epochs.containsKey(key)) {
      claim(key);
    }
    return epochs.get(key);
  }

  /**
   * From now on batches end at {@link #release}, so that an engine which stores a batch as a whole has all or nothing
   * of it; a batch that does not fit into memory ends before.
   */
  void hold() {
    held = true;
  }

  void release() {
    held = false;
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
    addAll(List.of(commit));
  }

  /** Adds commits to one batch. */
  void addAll(List<Commit> together) {
    closeCommit();
    commits.addAll(together.subList(0, together.size() - 1));
    for (Commit commit : together) {
      bytes += commit.events().size() + commit.snapshot().map(snapshot -> snapshot.record().length).orElse(0);
    }
    push(together.getLast());
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
    if (held ? bytes >= MOST_HELD_BYTES : commits.size() >= MOST_COMMITS || bytes >= MOST_BYTES) {
      store();
    }
  }

  private void store() {
    if (commits.isEmpty()) {
      return;
    }
    try {
      Location.commit(copy, List.copyOf(commits),
          "The copy of stream %s was not stored: %s. Make it again in a new folder.");
    } catch (BackendException e) {
      throw Location.explain(folder, e);
    }
    commits.clear();
    epochs.clear();
    bytes = 0;
  }
}
