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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one connection that writes, used by one thread at a time. A list of commits is one transaction. Nothing is tried
 * twice: after an exception the only calls left are {@link #abandon} and {@link #close}.
 */
final class SqliteWriter implements AutoCloseable {
  private static final int CACHED_STREAMS = 20_000;
  private static final long PAGE_BYTES = 4096;

  private final SqliteConnection connection;
  private final long maxRecordBytes;
  private final long walBytes;
  private final long generation;
  private final SqliteGenerations generations;
  private final Map<StreamKey, SqliteStream> streams = new LinkedHashMap<>(16, 0.75f, true);
  private Position newest;
  private long ord;
  private long streamId;
  private boolean deleted;

  private SqliteWriter(SqliteConnection connection, long maxRecordBytes, long walBytes) {
    this.connection = connection;
    this.maxRecordBytes = maxRecordBytes;
    this.walBytes = walBytes;
    this.generation = claimGeneration();
    this.ord = SqliteGenerations.highestOrd(connection);
    this.generations = SqliteGenerations.read(connection);
    this.newest = generations.position(ord);
    this.streamId = connection.number("SELECT coalesce(max(id), 0) FROM stream");
  }

  /**
   * Takes over a connection to a file that was checked, recovers it and claims it, all synced; then relaxes to the
   * durability.
   */
  static SqliteWriter open(SqliteConnection connection, Durability durability, long maxRecordBytes, long walBytes) {
    connection.pragma("fullfsync = ON");
    connection.pragma("checkpoint_fullfsync = ON");
    connection.pragma("cell_size_check = ON");
    connection.pragma("trusted_schema = OFF");
    connection.pragma("journal_mode", "WAL", "wal");
    connection.pragma("wal_autocheckpoint", "0", "0");
    connection.pragma("journal_size_limit = " + 4 * walBytes);
    connection.pragma("synchronous", "FULL", "2");
    if (SqliteSchema.isBlank(connection)) {
      SqliteSchema.create(connection);
    }
    SqliteWriter writer = new SqliteWriter(connection, maxRecordBytes, walBytes);
    if (!writer.checkpoint("TRUNCATE")) {
      throw new BackendException.Unavailable(
          "A reader keeps SQLite from making durable what it recovered of " + connection + ".", null);
    }
    if (durability == Durability.OS) {
      connection.pragma("synchronous", "NORMAL", "1");
    }
    return writer;
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

  List<CommitResult> commit(List<Commit> commits) {
    connection.run("BEGIN IMMEDIATE");
    long owner = SqliteGenerations.newest(connection);
    List<CommitResult> results = new ArrayList<>(commits.size());
    for (Commit commit : commits) {
      results.add(owner == generation ? commit(commit) : new CommitResult.Fenced(owner));
    }
    if (deleted) {
      connection.run("UPDATE generation SET highest_ord = ? WHERE id = ?", ord, generation);
      deleted = false;
    }
    connection.run("COMMIT");
    forgetEldest();
    checkpointIfLarge();
    return results;
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
      change(id, commit, stream.head(), after);
      insertEvents(id, commit, after.deletedThrough());
      streams.put(commit.stream(), new SqliteStream(id, after));
    }
    return new CommitResult.Stored(newest);
  }

  /** Returns the last event of the stream that no reader of the log has still to read. */
  private long readThrough(SqliteStream stream, Commit commit) {
    if (!(commit.retention() instanceof Retention.Keep keep) || keep.readThrough().equals(Position.END)) {
      return Long.MAX_VALUE;
    }
    Long unread = connection.first(row -> row.getLong(1),
        "SELECT seq FROM event WHERE stream = ? AND seq <= ? AND ord > ? ORDER BY seq LIMIT 1", stream.id(),
        keep.deleteThrough(), generations.ordBefore(keep.readThrough()));
    return unread == null ? Long.MAX_VALUE : unread - 1;
  }

  private SqliteStream stream(StreamKey key) {
    SqliteStream cached = streams.get(key);
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

  private void change(long id, Commit commit, StreamHead before, StreamHead after) {
    Snapshot snapshot = commit.snapshot().orElse(null);
    if (snapshot != null && after.snapshots().contains(snapshot.sequence())) {
      connection.run("INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?)", id, snapshot.sequence(), snapshot.record());
    }
    long oldest = after.snapshots().isEmpty() ? Long.MAX_VALUE : after.snapshots().get(0);
    if (!before.snapshots().isEmpty() && before.snapshots().get(0) < oldest) {
      connection.run("DELETE FROM snapshot WHERE stream = ? AND seq < ?", id, oldest);
    }
    if (after.deletedThrough() != before.deletedThrough() || after.purgedThrough() != before.purgedThrough()) {
      connection.run("""
          INSERT INTO reclaimed SELECT ?, ord FROM event WHERE stream = ? AND seq <= ? ORDER BY seq DESC LIMIT 1
          ON CONFLICT (store) DO UPDATE SET deleted_ord = max(deleted_ord, excluded.deleted_ord)""",
          commit.stream().store(), id, after.deletedThrough());
      connection.run("DELETE FROM event WHERE stream = ? AND seq <= ?", id, after.deletedThrough());
      connection.run("UPDATE stream SET deleted_through = ?, purged_through = ? WHERE id = ?", after.deletedThrough(),
          after.purgedThrough(), id);
      deleted = true;
    }
  }

  private void forgetEldest() {
    Iterator<StreamKey> eldest = streams.keySet().iterator();
    for (int surplus = streams.size() - CACHED_STREAMS; surplus > 0; surplus--) {
      eldest.next();
      eldest.remove();
    }
  }

  private void checkpointIfLarge() {
    long[] wal = wal("NOOP");
    if ((wal[0] - wal[1]) * PAGE_BYTES > walBytes) {
      checkpoint(wal[0] * PAGE_BYTES > 4 * walBytes ? "TRUNCATE" : "PASSIVE");
    }
  }

  /** Brings the WAL into the file; tells whether all of it went. A reader in the way costs nothing but time. */
  private boolean checkpoint(String how) {
    long[] wal = wal(how);
    return wal[0] == wal[1];
  }

  /** Returns how many pages are in the WAL, and how many of them are in the file as well. */
  private long[] wal(String how) {
    long[] pages =
        connection.first(row -> new long[] { row.getLong(2), row.getLong(3) }, "PRAGMA wal_checkpoint(" + how + ")");
    return pages == null ? new long[2] : pages;
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
    checkpoint("TRUNCATE");
  }

  @Override
  public void close() {
    connection.close();
  }
}
