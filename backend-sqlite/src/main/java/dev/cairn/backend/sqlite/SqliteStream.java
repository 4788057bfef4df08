package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code stream} together with the head that it, its events and its snapshots make.
 *
 * @param id of the row, 0 for a stream that has none yet
 */
record SqliteStream(long id, StreamHead head) {
  /** The columns that {@link #read} reads, of {@code stream s}. */
  static final String COLUMNS = """
      s.id, s.type, s.name, s.deleted_through, s.purged_through,
      (SELECT min(seq) FROM event WHERE stream = s.id),
      (SELECT max(seq) FROM event WHERE stream = s.id),
      (SELECT group_concat(seq, ',' ORDER BY seq) FROM snapshot WHERE stream = s.id)
      """;

  static SqliteStream find(SqliteConnection connection, StreamKey key) {
    SqliteStream found = connection.first(row -> read(key.store(), row),
        "SELECT " + COLUMNS + " FROM stream s WHERE store = ? AND type = ? AND name = ?",
        key.store(), key.type(), key.idBytes());
    return found == null ? new SqliteStream(0, StreamHead.empty(key)) : found;
  }

  static SqliteStream read(String store, ResultSet row) throws SQLException {
    StreamKey key = key(store, row.getString(2), row.getBytes(3));
    long deletedThrough = row.getLong(4);
    long first = row.getLong(6);
    if (first != 0 && first != deletedThrough + 1) {
      throw new BackendException.Corrupt("Stream " + key + " begins with event " + first + " where event "
          + (deletedThrough + 1) + " is expected.");
    }
    String snapshots = row.getString(8);
    return new SqliteStream(row.getLong(1),
        new StreamHead(key, Math.max(deletedThrough, row.getLong(7)), deletedThrough,
            row.getLong(5),
            snapshots == null ? List.of() : Stream.of(snapshots.split(",")).map(Long::valueOf).toList()));
  }

  static StreamKey key(String store, String type, byte[] name) {
    try {
      StreamKey key = new StreamKey(store, type, new String(name, StandardCharsets.UTF_8));
      if (Arrays.equals(key.idBytes(), name)) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      throw new BackendException.Corrupt("A stream of store " + store + " has a name that cannot be.", e);
    }
    throw new BackendException.Corrupt("A stream of store " + store + " has a name that is no UTF-8.");
  }

  /** Says why a commit cannot be stored, or null. */
  @Nullable
  CommitResult objection(Commit commit, long maxRecordBytes) {
    boolean exact = !commit.events().isEmpty() || commit.retention() instanceof Retention.Purge;
    boolean begins = commit.retention() instanceof Retention.Begin;
    long lowest = commit.snapshot().isPresent() ? commit.snapshot().get().sequence() : 0;
    if (begins ? head.last() != 0 : exact ? commit.expectedLast() != head.last() : head.last() < lowest) {
      return new CommitResult.Conflict(head.last());
    }
    long largest = commit.snapshot().isPresent() ? commit.snapshot().get().record().length : 0;
    for (byte[] event : commit.events()) {
      largest = Math.max(largest, event.length);
    }
    return largest > maxRecordBytes ? new CommitResult.TooLarge(largest) : null;
  }

  /**
   * Returns the head as it is once an accepted commit is stored.
   *
   * @param readThrough the last event that readers of the log can do without
   */
  StreamHead after(Commit commit, long readThrough) {
    long last = commit.events().isEmpty() ? head.last() : commit.lastAfter();
    return switch (commit.retention()) {
      case Retention.Purge purge -> new StreamHead(head.stream(), last, last, last, List.of());
      case Retention.Begin begin -> {
        StreamHead empty =
            new StreamHead(head.stream(), begin.purgedThrough(), begin.purgedThrough(), begin.purgedThrough(),
                List.of());
        List<Long> kept = new SqliteStream(0, empty).kept(commit, 1);
        yield new StreamHead(head.stream(), commit.lastAfter(), begin.deletedThrough(), begin.purgedThrough(), kept);
      }
      case Retention.Keep keep -> {
        List<Long> kept = kept(commit, keep.snapshots());
        long deletable = kept.isEmpty() ? 0 : Math.min(Math.min(keep.deleteThrough(), readThrough), kept.get(0));
        yield new StreamHead(head.stream(), last, Math.max(head.deletedThrough(), deletable), head.purgedThrough(),
            kept);
      }
    };
  }

  private List<Long> kept(Commit commit, int count) {
    List<Long> all = head.snapshots();
    if (commit.snapshot().filter(this::isNews).isPresent()) {
      TreeSet<Long> sorted = new TreeSet<>(all);
      sorted.add(commit.snapshot().get().sequence());
      all = List.copyOf(sorted);
    }
    return all.size() <= count ? all : all.subList(all.size() - count, all.size());
  }

  /**
   * A snapshot that comes after the deletion of what it was made from is left out: it could bring purged state back.
   */
  private boolean isNews(Snapshot snapshot) {
    return snapshot.sequence() >= head.deletedThrough() && snapshot.sequence() > head.purgedThrough();
  }
}
