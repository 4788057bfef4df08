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
import dev.cairn.spi.embedded.BatchWriter;
import dev.cairn.spi.embedded.HeadCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one connection that writes, used by one thread at a time. A batch is one transaction. Nothing is tried twice:
 * after an exception the only calls left are {@link #takeBack} or {@link #abandon}, and {@link #close}.
 */
final class SqliteWriter implements BatchWriter, AutoCloseable {
  private static final int RECENT_STATE_BYTES = 4096;
  private static final int BATCHES_A_LOOK = 32;

  private final SqliteConnection connection;
  private final long maxRecordBytes;
  private final SqliteHead head;
  private final SqliteCheckpoints checkpoints;
  private final long bytesALook;
  private final long generation;
  private final SqliteGenerations generations;
  private SqlitePlaces places;
  private final Map<String, Long> deletedOrds = new HashMap<>();
  private final HeadCache<SqliteStream> streams = new HeadCache<>();
  private Position newest;
  private SqliteLatest latest;
  private long ord;
  private long streamId;
  private long eventless;
  private boolean moved;
  private int batches;
  private long bytes;

  private SqliteWriter(SqliteConnection connection, SqliteHead head, SqliteCheckpoints checkpoints,
      long maxRecordBytes, long bytesALook) {
    this.connection = connection;
    this.head = head;
    this.checkpoints = checkpoints;
    this.maxRecordBytes = maxRecordBytes;
    this.bytesALook = bytesALook;
    this.latest = claim(head.newestGeneration());
    this.generation = latest.generation();
    this.ord = latest.highestOrd();
    this.streamId = latest.streams();
    this.eventless = latest.eventless();
    head.begin(generation, ord + eventless);
    this.generations = SqliteGenerations.read(connection);
    this.newest = generations.position(ord);
    this.places = new SqlitePlaces(connection, ord, latest.settledOrd());
  }

  /**
   * Takes over two connections to a file that was checked, recovers it and claims it, all synced; then relaxes to the
   * durability. What was recovered is synced with the claim, and written into the file as well, as far as no reader
   * holds on to an older state of it.
   */
  static SqliteWriter open(SqliteConnection connection, SqliteConnection forCheckpoints, Path file,
      Durability durability, long maxRecordBytes, long walBytes) {
    prepare(connection);
    connection.pragma("journal_size_limit = " + 4 * walBytes);
    switch (SqliteSchema.content(connection)) {
      case NOTHING -> SqliteSchema.create(connection);
      case OURS_OF_THE_VERSION_BEFORE -> SqliteUpgrade.run(connection);
      case OURS -> {
        // nothing to do
      }
    }
    prepare(forCheckpoints);
    SqliteHead head = new SqliteHead(file, durability == Durability.SYNC);
    SqliteCheckpoints checkpoints = new SqliteCheckpoints(forCheckpoints, file, head, walBytes);
    try {
      SqliteWriter writer = new SqliteWriter(connection, head, checkpoints, maxRecordBytes, walBytes / 4);
      writer.begin(durability);
      return writer;
    } catch (RuntimeException | Error e) {
      head.close();
      throw e;
    }
  }

  private void begin(Durability durability) {
    settle();
    checkpoints.bringIn(connection, "PASSIVE");
    if (durability == Durability.OS) {
      connection.pragma("synchronous", "NORMAL", "1");
    }
    checkpoints.start();
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

  /**
   * From here on the newest events are taken for true, so they are checked before anything is written.
   *
   * @param known the newest generation that was ever claimed here, in a file that is gone perhaps
   */
  private SqliteLatest claim(long known) {
    connection.run("BEGIN IMMEDIATE");
    Set<Long> doubted = SqliteTail.doubted(connection);
    if (!doubted.isEmpty()) {
      connection.run("ROLLBACK");
      throw new BackendException.Corrupt("The newest events of " + doubted.size() + " streams in " + connection
          + " are not as they were written, or are missing. Nothing is written before the file is replaced; reading"
          + " tells which streams they are.");
    }
    SqliteLatest claimed = SqliteLatest.read(connection).claim(connection, known);
    connection.run("COMMIT");
    return claimed;
  }

  /** Moves all rows of {@code recent} into {@code place}, in a transaction of its own. */
  private void settle() {
    if (!places.isEmpty()) {
      connection.run("BEGIN IMMEDIATE");
      if (SqliteGenerations.newest(connection) == generation) {
        places.settle(ord);
        writeLatest();
      }
      connection.run("COMMIT");
    }
  }

  long generation() {
    return generation;
  }

  Map<String, Long> statistics() {
    return checkpoints.statistics();
  }

  @Override
  public List<CommitResult> commit(List<Commit> commits) {
    checkpoints.requireHealthy();
    connection.run("BEGIN IMMEDIATE");
    long owner = SqliteGenerations.newest(connection);
    List<CommitResult> results = new ArrayList<>(commits.size());
    for (Commit commit : commits) {
      results.add(owner == generation ? commit(commit) : new CommitResult.Fenced(owner));
    }
    places.index(ord);
    if (places.isFull()) {
      places.settle(ord);
    }
    if (moved || places.settled() != latest.settledOrd()) {
      writeLatest();
    }
    connection.run("COMMIT");
    head.committed(ord + eventless);
    streams.rotate();
    lookAtWal(commits);
    return results;
  }

  private void writeLatest() {
    latest = new SqliteLatest(generation, latest.guard(), ord, places.settled(), streamId, eventless);
    latest.write(connection);
    moved = false;
  }

  private CommitResult commit(Commit commit) {
    SqliteStream stream = stream(commit.stream());
    CommitResult objection = stream.head().objection(commit, generation, maxRecordBytes);
    if (objection != null) {
      return objection;
    }
    StreamHead after = stream.head().after(commit, readThrough(stream, commit));
    if (after.last() > 0) {
      SqliteStream row = row(stream, after);
      if (appendsItsState(commit)) {
        insertEvents(row.id(), commit, after.deletedThrough());
        places.insertState(row.id(), ord, commit.snapshot().orElseThrow().record());
      } else {
        change(row.id(), commit, stream.head(), after);
        insertEvents(row.id(), commit, after.deletedThrough());
      }
      streams.put(commit.stream(), row);
      if (commit.events().isEmpty()) {
        eventless++;
        moved = true;
      }
    }
    return new CommitResult.Stored(newest);
  }

  /**
   * Writes the row of a stream only where it changes: for a new stream, for a deletion, and where a stream without
   * events gets one.
   */
  private SqliteStream row(SqliteStream stream, StreamHead after) {
    StreamHead before = stream.head();
    if (stream.id() == 0) {
      SqliteStreams.insert(connection, SqliteKey.of(after.stream()), ++streamId, after);
      moved = true;
      return new SqliteStream(streamId, after.last(), after);
    }
    boolean deletes = after.deletedThrough() != before.deletedThrough()
        || after.purgedThrough() != before.purgedThrough();
    if (deletes || stream.floor() <= after.deletedThrough() && after.deletedThrough() < after.last()) {
      SqliteStreams.update(connection, stream.id(), after);
      return new SqliteStream(stream.id(), after.last(), after);
    }
    return new SqliteStream(stream.id(), stream.floor(), after);
  }

  /** Returns the last event of the stream that no reader of the log has still to read. */
  private long readThrough(SqliteStream stream, Commit commit) {
    if (!(commit.retention() instanceof Retention.Keep keep) || keep.readThrough().equals(Position.END)) {
      return Long.MAX_VALUE;
    }
    places.index(ord);
    return places.lastUpTo(stream.id(), keep.deleteThrough(), generations.ordBefore(keep.readThrough()));
  }

  private SqliteStream stream(StreamKey key) {
    SqliteStream cached = streams.find(key);
    return cached != null ? cached : SqliteStreams.find(connection, key);
  }

  /** Events that the same commit deletes are counted, but never written. */
  private void insertEvents(long id, Commit commit, long deletedThrough) {
    long sequence = commit.expectedLast();
    for (byte[] record : commit.events()) {
      ord++;
      if (++sequence > deletedThrough) {
        places.append(commit.stream().store(), id, sequence, ord, record);
      }
    }
    if (!commit.events().isEmpty()) {
      newest = new Position(generation, ord);
    }
  }

  /**
   * Tells whether a commit brings one state together with the event that made it, in place of all that were kept
   * before, and deletes nothing else. A state that fills pages of its own has nothing to gain from being moved.
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
    if ((deletes || snapshot != null || !after.snapshots().equals(before.snapshots())) && places.hasStates(id)) {
      places.settle(ord);
    }
    if (snapshot != null && after.snapshots().contains(snapshot.sequence())) {
      connection.run("INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?)", id, snapshot.sequence(),
          SqliteGuard.place(id, snapshot.sequence(), 0), snapshot.record());
    }
    long oldest = after.snapshots().isEmpty() ? Long.MAX_VALUE : after.snapshots().get(0);
    if (!before.snapshots().isEmpty() && before.snapshots().get(0) < oldest) {
      connection.run("DELETE FROM snapshot WHERE stream = ? AND seq < ?", id, oldest);
    }
    moved |= deletes;
    if (deletes && before.events() > 0) {
      places.index(ord);
      deleted(commit.stream().store(), places.delete(commit.stream().store(), id, after.deletedThrough()));
    }
  }

  private void deleted(String store, long newestOrd) {
    long before = deletedOrds.computeIfAbsent(store, name -> SqliteStreams.deletedOrd(connection, name));
    if (newestOrd > before) {
      SqliteStreams.updateDeletedOrd(connection, store, newestOrd);
      deletedOrds.put(store, newestOrd);
    }
  }

  private void lookAtWal(List<Commit> commits) {
    batches++;
    for (Commit commit : commits) {
      commit.events().forEach(record -> bytes += record.length);
      commit.snapshot().ifPresent(snapshot -> bytes += snapshot.record().length);
    }
    if (batches >= BATCHES_A_LOOK || bytes >= bytesALook) {
      batches = 0;
      bytes = 0;
      checkpoints.look(connection);
    }
  }

  /**
   * Takes back what a failed commit began, if the engine still can; the exception already says that the outcome is
   * unknown.
   */
  @Override
  public void abandon(Throwable because) {
    try {
      connection.run("ROLLBACK");
    } catch (BackendException e) {
      because.addSuppressed(e);
    }
  }

  /**
   * Takes back a batch for which there is no space, and forgets what was known of it. SQLite has done the first already
   * where the transaction could not go on.
   */
  @Override
  public boolean takeBack(BackendException.Full because) {
    abandon(because);
    try {
      connection.run("BEGIN IMMEDIATE"); // refused within a transaction, so the one before has ended
      reread();
      connection.run("ROLLBACK");
      return true;
    } catch (BackendException e) {
      because.addSuppressed(e);
      abandon(because);
      return false;
    }
  }

  private void reread() {
    latest = SqliteLatest.read(connection);
    ord = latest.highestOrd(connection);
    newest = generations.position(ord);
    streamId = latest.streams();
    eventless = latest.eventless();
    moved = false;
    streams.clear();
    deletedOrds.clear();
    places = new SqlitePlaces(connection, ord, latest.settledOrd());
  }

  /** Ends in order: all events get their place, and the WAL goes into the file. */
  void finish() {
    settle();
    checkpoints.close();
    checkpoints.bringIn(connection, "TRUNCATE");
  }

  @Override
  public void close() {
    try (head) {
      checkpoints.close();
    } finally {
      connection.close();
    }
  }
}
