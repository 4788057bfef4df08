package dev.cairn.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One change of one stream, stored whole or not at all: events, a snapshot, what to delete, or several of these
 * together.
 *
 * <p>A commit is accepted if its epoch holds the stream and {@code expectedLast} is the stream's last sequence. A
 * commit with neither events nor a purge is accepted at any last sequence that is not below its snapshot. One with
 * {@link Retention.Begin} is accepted where the stream never held anything. A snapshot below what was deleted, or not
 * above what was purged, comes too late: the commit is a conflict. A commit that does nothing but let events go needs
 * no epoch, since the head protects itself: it has {@link #NO_EPOCH}. {@link StreamHead#objection} is this rule as
 * code.
 *
 * @param stream the stream to change
 * @param epoch the epoch under which the writer claimed it, from 1, or {@link #NO_EPOCH}
 * @param expectedLast the stream's last sequence as the writer knows it, 0 for a new stream
 * @param events the records to append; the first gets sequence {@code expectedLast + 1}. The arrays belong to the
 *     backend from now on and are changed by nobody
 * @param snapshot a state to keep, at or below the last sequence after this commit; it replaces one of the same
 *     sequence
 * @param retention what is or may be deleted
 */
public record Commit(StreamKey stream, long epoch, long expectedLast, List<byte[]> events, Optional<Snapshot> snapshot,
    Retention retention) {

  /** The epoch of a commit of somebody who has not claimed the stream, and only lets events go. */
  public static final long NO_EPOCH = 0;

  /**
   * Checks what can be checked without the store.
   *
   * @throws IllegalArgumentException naming the rule that was broken
   */
  public Commit {
    Objects.requireNonNull(stream, "stream");
    events = List.copyOf(events);
    Objects.requireNonNull(snapshot, "snapshot");
    Objects.requireNonNull(retention, "retention");
    long last = Math.addExact(expectedLast, events.size());
    require(epoch >= 1 || epoch == NO_EPOCH && events.isEmpty() && snapshot.isEmpty()
        && retention instanceof Retention.Keep, "an epoch starts at 1", stream);
    require(expectedLast >= 0, "a last sequence is never negative", stream);
    require(snapshot.isEmpty() || snapshot.get().sequence() <= last, "a snapshot is never ahead of its log", stream);
    switch (retention) {
      case Retention.Purge purge ->
          require(events.isEmpty() && snapshot.isEmpty(), "a purge is a commit of its own", stream);
      case Retention.Begin begin -> {
        long covered = snapshot.isPresent() ? snapshot.get().sequence() : begin.purgedThrough();
        require(begin.deletedThrough() == expectedLast, "a stream begins where its first events are gone", stream);
        require(covered >= expectedLast, "without the events there is a snapshot, or a purge", stream);
        require(snapshot.isEmpty() || covered > begin.purgedThrough(), "a snapshot brings nothing purged back", stream);
      }
      case Retention.Keep keep ->
          require(!events.isEmpty() || snapshot.isPresent() || !keep.equals(Retention.ALL),
              "a commit changes something", stream);
    }
  }

  /** A commit that appends events and keeps everything. */
  public static Commit append(StreamKey stream, long epoch, long expectedLast, List<byte[]> events) {
    return new Commit(stream, epoch, expectedLast, events, Optional.empty(), Retention.ALL);
  }

  /** Returns the stream's last sequence once this commit is stored. */
  public long lastAfter() {
    return expectedLast + events.size();
  }

  private static void require(boolean kept, String rule, StreamKey stream) {
    if (!kept) {
      throw new IllegalArgumentException("Commit of " + stream + ": " + rule + ".");
    }
  }
}
