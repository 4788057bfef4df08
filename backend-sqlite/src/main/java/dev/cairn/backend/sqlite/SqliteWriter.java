package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Durability;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one connection that writes, used by one thread at a time. A list of commits is one transaction. Nothing is tried
 * twice: after an exception the only calls left are {@link #abandon} and {@link #close}.
 */
final class SqliteWriter implements AutoCloseable {
  private static final int CACHED_STREAMS = 10_000;
  private static final int RECENT = 2048;
  private static final int RECENT_STATE_BYTES = 4096;
  private static final int LISTS_A_LOOK = 32;

  private final SqliteConnection connection;
  private final long maxRecordBytes;
  private final SqliteCheckpoints checkpoints;
  private final long bytesALook;
  private final long generation;
  private final SqliteGenerations generations;
  private Map<StreamKey, SqliteStream> streams = new HashMap<>();
  private Map<StreamKey, SqliteStream> olderStreams = Map.of();
  private final Set<Long> recentStates = new HashSet<>();
  private Position newest;
  private long ord;
  private long streamId;
  private boolean deleted;
  private long indexed;
  private long recent;
  private int lists;
  private long bytes;

  private SqliteWriter(SqliteConnection connection, SqliteCheckpoints checkpoints, long maxRecordBytes,
      long bytesALook) {
    this.connection = connection;
    this.checkpoints = checkpoints;
    this.maxRecordBytes = maxRecordBytes;
    this.bytesALook = bytesALook;
    this.generation = claimGeneration();
    this.ord = SqliteGenerations.highestOrd(connection);
    this.generations = SqliteGenerations.read(connection);
    this.newest = generations.position(ord);
    this.indexed = ord;
    this.recent = connection.number("SELECT count(*) FROM recent");
    this.streamId = connection.number("SELECT coalesce(max(id), 0) FROM stream");
    connection.each(row -> {
      recentStates.add(row.getLong(1));
      return true;
    }, "SELECT stream FROM recent CROSS JOIN recent_state USING (ord)");
  }

  /**
   * Takes over two connections to a file that was checked, recovers it and claims it, all synced; then relaxes to the
   * durability. What was recovered is synced with the claim, and written into the file as well, as far as no reader
   * holds on to an older state of it.
   */
  static SqliteWriter open(SqliteConnection connection, SqliteConnection forCheckpoints, Durability durability,
      long maxRecordBytes, long walBytes) {
    prepare(connection);
    connection.pragma("journal_size_limit = " + 4 * walBytes);
    if (SqliteSchema.isBlank(connection)) {
      SqliteSchema.create(connection);
    }
    prepare(forCheckpoints);
    SqliteCheckpoints checkpoints = new SqliteCheckpoints(forCheckpoints, walBytes);
    SqliteWriter writer = new SqliteWriter(connection, checkpoints, maxRecordBytes, walBytes / 4);
    SqliteCheckpoints.pages(connection, "PASSIVE");
    if (durability == Durability.OS) {
      connection.pragma("synchronous", "NORMAL", "1");
    }
    checkpoints.start();
    return writer;
  }

  private static void prepare(SqliteConnection connection) {
    connection.pragma("fullfsync = ON");
    connection.pragma("checkpoint_fullfsync = ON");
    connection.pragma("cell_size_check = ON");
    connection.pragma("trusted_schema = OFF");
    connection.pragma("journal_mode", "WAL", "wal");
    connection.pragma("wal_autocheckpoint", "0", "0");
    connection.pragma("synchronous", "FULL", "2");
  }

  private long claimGeneration() {
    connection.run("BEGIN IMMEDIATE");
    long highest = SqliteGenerations.highestOrd(connection);
    connection.run("INSERT INTO generation SELECT coalesce(max(id), 0) + 1, ?, ? FROM generation", highest + 1,
        highest);
    long claimed = SqliteGenerations.newest(connection);
    connection.run("COMMIT");
    return claimed;
  }

  long generation() {
    return generation;
  }

  Map<String, Long> statistics() {
    return checkpoints.statistics();
  }

  List<CommitResult> commit(List<Commit> commits) {
    checkpoints.requireHealthy();
    connection.run("BEGIN IMMEDIATE");
    long owner = SqliteGenerations.newest(connection);
    List<CommitResult> results = new ArrayList<>(commits.size());
    for (Commit commit : commits) {
      results.add(owner == generation ? commit(commit) : new CommitResult.Fenced(owner));
    }
    index();
    if (recent >= RECENT) {
      settle();
    }
    if (deleted) {
      connection.run("UPDATE generation SET highest_ord = ? WHERE id = ?", ord, generation);
      deleted = false;
    }
    connection.run("COMMIT");
    forgetEldest();
    lookAtWal(commits);
    return results;
  }

  /** Makes the newest events findable by their streams. */
  private void index() {
    if (indexed < ord) {
      connection.run("INSERT INTO recent SELECT stream, seq, ord FROM event WHERE ord > ?", indexed);
      recent += ord - indexed;
      indexed = ord;
    }
  }

  /** Moves what is recent to where it stays. */
  private void settle() {
    index();
    if (!recentStates.isEmpty()) {
      connection.run("DELETE FROM snapshot WHERE stream IN (SELECT stream FROM recent JOIN recent_state USING (ord))");
      // the record is that of the row with the highest sequence: SQLite promises it where max() is the only aggregate
      connection.run("""
          INSERT INTO snapshot
          SELECT stream, max(seq), record FROM recent CROSS JOIN recent_state USING (ord) GROUP BY stream""");
      connection.run("DELETE FROM recent_state");
      recentStates.clear();
    }
    connection.run("INSERT INTO place SELECT stream, seq, ord FROM recent ORDER BY stream, seq");
    connection.run("DELETE FROM recent");
    recent = 0;
  }

  private CommitResult commit(Commit commit) {
    SqliteStream stream = stream(commit.stream());
    CommitResult objection = stream.head().objection(commit, generation, maxRecordBytes);
    if (objection != null) {
      return objection;
    }
    StreamHead after = stream.head().after(commit, readThrough(stream, commit));
    if (after.last() > 0) {
      long id = stream.id() == 0 ? insertStream(commit.stream()) : stream.id();
      if (appendsItsState(commit)) {
        insertEvents(id, commit, after.deletedThrough());
        connection.run("INSERT INTO recent_state VALUES (?, ?)", ord, commit.snapshot().orElseThrow().record());
        recentStates.add(id);
      } else {
        change(id, commit, stream.head(), after);
        insertEvents(id, commit, after.deletedThrough());
      }
      streams.put(commit.stream(), new SqliteStream(id, after));
    }
    return new CommitResult.Stored(newest);
  }

  /** Returns the last event of the stream that no reader of the log has still to read. */
  private long readThrough(SqliteStream stream, Commit commit) {
    if (!(commit.retention() instanceof Retention.Keep keep) || keep.readThrough().equals(Position.END)) {
      return Long.MAX_VALUE;
    }
    index();
    long read = generations.ordBefore(keep.readThrough());
    for (String where : List.of("place", "recent")) {
      Long unread = connection.first(row -> row.getLong(1),
          "SELECT seq FROM " + where + " WHERE stream = ? AND seq <= ? AND ord > ? ORDER BY seq LIMIT 1", stream.id(),
          keep.deleteThrough(), read);
      if (unread != null) {
        return unread - 1;
      }
    }
    return Long.MAX_VALUE;
  }

  private SqliteStream stream(StreamKey key) {
    SqliteStream cached = streams.get(key);
    cached = cached != null ? cached : olderStreams.get(key);
    return cached != null ? cached : SqliteStream.find(connection, key);
  }

  private long insertStream(StreamKey key) {
    connection.run("INSERT INTO stream VALUES (?, ?, ?, ?, 0, 0)", ++streamId, key.store(), key.type(), key.idBytes());
    return streamId;
  }

  /** Events that the same commit deletes are counted, but never written. */
  private void insertEvents(long id, Commit commit, long deletedThrough) {
    long sequence = commit.expectedLast();
    for (byte[] record : commit.events()) {
      ord++;
      if (++sequence > deletedThrough) {
        connection.run("INSERT INTO event VALUES (?, ?, ?, ?)", ord, id, sequence, record);
      }
    }
    if (!commit.events().isEmpty()) {
      newest = new Position(generation, ord);
    }
  }

  /**
   * Tells whether a commit brings one state together with the event that made it, in place of all that were kept before,
   * and deletes nothing else. A state that fills pages of its own has nothing to gain from being moved.
   */
  private static boolean appendsItsState(Commit commit) {
    Snapshot snapshot = commit.snapshot().orElse(null);
    return snapshot != null && !commit.events().isEmpty() && snapshot.sequence() == commit.lastAfter()
        && commit.retention() instanceof Retention.Keep keep && keep.snapshots() == 1 && keep.deleteThrough() == 0
        && snapshot.record().length <= RECENT_STATE_BYTES;
  }

  private void change(long id, Commit commit, StreamHead before, StreamHead after) {
    Snapshot snapshot = commit.snapshot().orElse(null);
    boolean deletes = after.deletedThrough() != before.deletedThrough()
        || after.purgedThrough() != before.purgedThrough();
    if ((deletes || snapshot != null || !after.snapshots().equals(before.snapshots())) && recentStates.contains(id)) {
      settle();
    }
    if (snapshot != null && after.snapshots().contains(snapshot.sequence())) {
      connection.run("INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?)", id, snapshot.sequence(), snapshot.record());
    }
    long oldest = after.snapshots().isEmpty() ? Long.MAX_VALUE : after.snapshots().get(0);
    if (!before.snapshots().isEmpty() && before.snapshots().get(0) < oldest) {
      connection.run("DELETE FROM snapshot WHERE stream = ? AND seq < ?", id, oldest);
    }
    if (deletes) {
      index();
      delete("place", commit.stream().store(), id, after.deletedThrough());
      delete("recent", commit.stream().store(), id, after.deletedThrough());
      connection.run("UPDATE stream SET deleted_through = ?, purged_through = ? WHERE id = ?", after.deletedThrough(),
          after.purgedThrough(), id);
      deleted = true;
    }
  }

  private void delete(String where, String store, long id, long through) {
    connection.run("INSERT INTO reclaimed SELECT ?, ord FROM " + where + """
         WHERE stream = ? AND seq <= ? ORDER BY seq DESC LIMIT 1
        ON CONFLICT (store) DO UPDATE SET deleted_ord = max(deleted_ord, excluded.deleted_ord)""", store, id, through);
    connection.run("DELETE FROM event WHERE ord IN (SELECT ord FROM " + where + " WHERE stream = ? AND seq <= ?)", id,
        through);
    connection.run("DELETE FROM " + where + " WHERE stream = ? AND seq <= ?", id, through);
  }

  /** What is not looked for again while as many others are is forgotten. */
  private void forgetEldest() {
    if (streams.size() >= CACHED_STREAMS) {
      olderStreams = streams;
      streams = new HashMap<>();
    }
  }

  private void lookAtWal(List<Commit> commits) {
    lists++;
    for (Commit commit : commits) {
      commit.events().forEach(record -> bytes += record.length);
      commit.snapshot().ifPresent(snapshot -> bytes += snapshot.record().length);
    }
    if (lists >= LISTS_A_LOOK || bytes >= bytesALook) {
      lists = 0;
      bytes = 0;
      checkpoints.look(connection);
    }
  }

  /**
   * Takes back what a failed commit began, if the engine still can; the exception already says that the outcome is
   * unknown.
   */
  void abandon(Throwable because) {
    try {
      connection.run("ROLLBACK");
    } catch (BackendException e) {
      because.addSuppressed(e);
    }
  }

  /** Ends in order: the WAL goes into the file. */
  void finish() {
    checkpoints.close();
    SqliteCheckpoints.pages(connection, "TRUNCATE");
  }

  @Override
  public void close() {
    try {
      checkpoints.close();
    } finally {
      connection.close();
    }
  }
}
