package dev.cairn.backend.postgresql;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Durability;
import dev.cairn.spi.Position;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.BatchWriter;
import dev.cairn.spi.embedded.HeadCache;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * The one connection that writes, used by one thread at a time. A batch is one transaction and one way to the server.
 */
final class PostgresqlWriter implements BatchWriter {
  private static final int COLLISIONS = 5;
  private static final String BY_INDEX = "SET enable_seqscan = off; SET enable_hashjoin = off;"
      + " SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan; ";
  /** Who has asked the server for more than SYNC means gets it. */
  private static final String SYNCED = "SELECT set_config('synchronous_commit', CASE"
      + " current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false)";
  private static final String UNSYNCED = "SET synchronous_commit = off";

  private final Connection connection;
  private final long generation;
  private final long maxRecordBytes;
  private final PostgresqlCounts counts;
  private final PostgresqlNumbers streamIds;
  private final PostgresqlNumbers listIds;
  private final PostgresqlOldLists oldLists;
  private final HeadCache<PostgresqlStream> streams = new HeadCache<>();
  private Position newest;

  /** Takes over the connection of an opening, which relaxes to the durability. */
  PostgresqlWriter(PostgresqlOpening opening, Durability durability, long maxRecordBytes, PostgresqlCounts counts)
      throws SQLException {
    this.connection = opening.connection();
    this.generation = opening.generation();
    this.newest = opening.position();
    this.maxRecordBytes = maxRecordBytes;
    this.counts = counts;
    this.streamIds = new PostgresqlNumbers(connection, "cairn_stream_id");
    this.listIds = new PostgresqlNumbers(connection, "cairn_list_id");
    this.oldLists = new PostgresqlOldLists(connection);
    prepare(connection, durability);
    connection.setAutoCommit(true); // what goes together is one transaction from now on
  }

  /** Prepares a connection that writes. */
  static void prepare(Connection connection, Durability durability) throws SQLException {
    PostgresqlServer.execute(connection, BY_INDEX + (durability == Durability.SYNC ? SYNCED : UNSYNCED));
  }

  @Override
  public List<CommitResult> commit(List<Commit> commits) {
    try {
      oldLists.drop();
      PostgresqlBatch batch = batch(commits);
      if (!batch.changesNothing()) {
        store(batch);
      }
      long before = newest.offset();
      newest = batch.newest(generation, before);
      batch.streams().forEach((key, stream) -> streams.put(key,
          new PostgresqlStream(stream.id(), true, generation, stream.head())));
      counts.add(commits);
      return batch.results(generation, before);
    } catch (SQLException e) {
      throw explain(commits.size(), e);
    }
  }

  static BackendException explain(int commits, SQLException e) {
    if (PostgresqlFailure.isRefusal(e)) {
      return new BackendException.Unavailable("A batch of " + commits + " commits was refused by the database, and"
          + " nothing of it is stored: another session has taken the location over, or somebody has changed rows of"
          + " its streams.", e);
    }
    if (e instanceof SQLWarning) {
      return new BackendException.Unavailable("A batch of " + commits + " commits was stored, but the server warns"
          + " that it is not as durable as it was asked for: " + e.getMessage() + ".", e);
    }
    return PostgresqlFailure.of("A batch of " + commits + " commits failed", e);
  }

  private PostgresqlBatch batch(List<Commit> commits) throws SQLException {
    streams.rotate();
    Map<StreamKey, PostgresqlStream> before = streams(commits);
    PostgresqlBatch batch = new PostgresqlBatch(generation, maxRecordBytes, newest, before, this::readThrough);
    for (Commit commit : commits) {
      batch.add(commit);
    }
    return batch;
  }

  /** What collides with another transaction, as an administrator's, was taken back for certain, and is done again. */
  private void store(PostgresqlBatch batch) throws SQLException {
    for (int tries = COLLISIONS;; tries--) {
      try {
        PostgresqlChange.of(batch, listIds.next(), new Position(generation, newest.offset() + 1)).runAsOne(connection);
        return;
      } catch (SQLException e) {
        if (tries == 1 || !PostgresqlFailure.isCollision(e)) {
          throw e;
        }
      }
    }
  }

  private Map<StreamKey, PostgresqlStream> streams(List<Commit> commits) throws SQLException {
    Map<StreamKey, PostgresqlStream> found = new HashMap<>();
    LinkedHashSet<StreamKey> missing = new LinkedHashSet<>();
    for (Commit commit : commits) {
      PostgresqlStream known = streams.find(commit.stream());
      if (known == null) {
        missing.add(commit.stream());
      } else {
        found.put(commit.stream(), known);
      }
    }
    if (!missing.isEmpty()) {
      load(new ArrayList<>(missing), found);
    }
    return found;
  }

  private void load(List<StreamKey> keys, Map<StreamKey, PostgresqlStream> found) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(
        "SELECT n.at, " + PostgresqlReads.HEAD + PostgresqlReads.OF_KEYS)) {
      PostgresqlReads.set(statement, 1, keys);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          StreamKey key = keys.get((int) rows.getLong(1) - 1);
          found.put(key, PostgresqlReads.stream(rows, 2, key).under(generation));
        }
      }
    }
    for (StreamKey key : keys) {
      if (!found.containsKey(key)) {
        found.put(key, new PostgresqlStream(streamIds.next(), false, generation, StreamHead.empty(key)));
      }
    }
  }

  private long readThrough(PostgresqlStream stream, long atMost, Position position) throws SQLException {
    return PostgresqlReads.readThrough(connection, stream, atMost, position, Long.MAX_VALUE);
  }

  /** The server has told that nothing of the transaction is stored. */
  @Override
  public boolean takeBack(BackendException.Full because) {
    streams.clear();
    return true;
  }
}
