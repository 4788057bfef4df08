package dev.cairn.impl.commit;

import java.util.ArrayList;
import java.util.List;

/** The commits of a queue, in the order in which they came, bounded by count and by bytes. Used under a lock. */
final class WaitingCommits {
  private static final int MAX_COMMITS = 4096;
  private static final long MAX_BYTES = 4L << 20;

  private List<PendingCommit> commits = new ArrayList<>();
  private long bytes;

  /** Room for the commits that come next. */
  record Room(List<PendingCommit> commits) {}

  int size() {
    return commits.size();
  }

  boolean isEmpty() { return commits.isEmpty(); }

  /** Whether there is no room; a commit that is larger than the bound is taken alone. */
  boolean isFull() {
    return commits.size() >= MAX_COMMITS || bytes >= MAX_BYTES;
  }

  void add(PendingCommit pending) {
    commits.add(pending);
    bytes += pending.bytes();
  }

  void addFirst(List<PendingCommit> again) {
    commits.addAll(0, again);
    again.forEach(pending -> bytes += pending.bytes());
  }

  boolean remove(PendingCommit pending) {
    boolean removed = commits.remove(pending);
    bytes -= removed ? pending.bytes() : 0;
    return removed;
  }

  boolean areAllOf(long generation) {
    return commits.stream().allMatch(pending -> pending.commit().epoch() == generation);
  }

  boolean isOlderThan(long nanos) {
    return !commits.isEmpty() && commits.get(0).waitsFor(nanos);
  }

  long wakeExpired(long nanosLeft) {
    return Batch.wakeExpired(commits, nanosLeft);
  }

  /** All of them, which stay until {@link #clear}. */
  Batch all() {
    return new Batch(commits);
  }

  /** Makes the room that {@link #clear} needs, so that clearing makes nothing. */
  Room room() {
    return new Room(new ArrayList<>(commits.size()));
  }

  void clear(Room fresh) {
    commits = fresh.commits();
    bytes = 0;
  }

  List<PendingCommit> takeAll() {
    List<PendingCommit> all = commits;
    clear(new Room(new ArrayList<>()));
    return all;
  }
}
