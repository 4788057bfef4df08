package dev.cairn.impl.commit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What waits for the backend, bounded by count and by bytes. Used under the committer's lock. */
final class CommitQueue {
  private static final int MAX_COMMITS = 4096;
  private static final long MAX_BYTES = 4L << 20;

  private final ArrayDeque<PendingCommit> waiting = new ArrayDeque<>();
  private long bytes;

  /** True if nothing more is taken; one that is larger than the bound is taken alone. */
  boolean full() {
    return waiting.size() >= MAX_COMMITS || bytes >= MAX_BYTES;
  }

  boolean isEmpty() { return waiting.isEmpty(); }

  int size() {
    return waiting.size();
  }

  void add(PendingCommit pending) {
    waiting.add(pending);
    bytes += pending.bytes();
  }

  /** Takes one back; false if it is not here any more. */
  boolean remove(PendingCommit pending) {
    boolean removed = waiting.remove(pending);
    if (removed) {
      bytes -= pending.bytes();
    }
    return removed;
  }

  List<PendingCommit> takeAll() {
    List<PendingCommit> all = new ArrayList<>(waiting);
    waiting.clear();
    bytes = 0;
    return all;
  }
}
