package dev.cairn.backend.postgresql;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Durability;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.BatchWriter;
import dev.cairn.spi.embedded.KeyBytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The connection of one of several sessions that write, used by one thread at a time. A batch is one transaction of two
 * ways to the server: the first locks the session and the streams and reads their heads and epochs, the second stores.
 */
final class PostgresqlSharedWriter implements BatchWriter {
  private static final int COLLISIONS = 20;

  /** A process that stands still between the two ways must not keep others from its streams. */
  private static final String LEAVE_NO_LOCKS = "SET idle_in_transaction_session_timeout = 2000";

  private final long generation;
  private final Connection connection;
  private final long maxRecordBytes;
  private final PostgresqlCounts counts;
  private final PostgresqlNumbers streamIds;
  private final PostgresqlNumbers listIds;
  private final PostgresqlOldLists oldLists;

  /** Takes over the connection of an opening, which relaxes to the durability. */
  PostgresqlSharedWriter(PostgresqlOpening opening, Durability durability, long maxRecordBytes,
      PostgresqlCounts counts) throws SQLException {
    this.generation = opening.generation();
    this.connection = opening.connection();
    this.maxRecordBytes = maxRecordBytes;
    this.counts = counts;
    this.streamIds = new PostgresqlNumbers(connection, "cairn_stream_id");
    this.listIds = new PostgresqlNumbers(connection, "cairn_list_id");
    this.oldLists = new PostgresqlOldLists(connection);
    PostgresqlWriter.prepare(connection, durability);
    PostgresqlServer.execute(connection, LEAVE_NO_LOCKS);
    connection.commit();
  }

  @Override
  public List<CommitResult> commit(List<Commit> commits) {
    try {
      dropOldLists();
      List<CommitResult> results = store(commits);
      counts.add(commits);
      return results;
    } catch (SQLException e) {
      throw PostgresqlWriter.explain(commits.size(), e);
    }
  }

  /** Another session may drop the same ones. */
  private void dropOldLists() throws SQLException {
    try {
      oldLists.drop();
      connection.commit();
    } catch (SQLException e) {
      if (!PostgresqlFailure.isCollision(e)) {
        throw e;
      }
      connection.rollback();
    }
  }

  /** What collides with another session was taken back for certain, and is done again. */
  private List<CommitResult> store(List<Commit> commits) throws SQLException {
    for (int tries = COLLISIONS;; tries--) {
      try {
        return storeOnce(commits);
      } catch (SQLException e) {
        if (tries == 1 || !PostgresqlFailure.isCollision(e) && !PostgresqlFailure.isTaken(e)) {
          throw e;
        }
        connection.rollback();
      }
    }
  }

  private List<CommitResult> storeOnce(List<Commit> commits) throws SQLException {
    List<StreamKey> keys = commits.stream().map(Commit::stream).distinct().sorted(KeyBytes.ORDER).toList();
    boolean deletes = commits.stream().anyMatch(PostgresqlSharedWriter::mayDelete);
    PostgresqlLocked locked = PostgresqlLocked.of(connection, generation, keys, deletes, streamIds);
    PostgresqlBatch batch =
        new PostgresqlBatch(locked.era(), maxRecordBytes, locked.newest(), locked.streams(), locked);
    for (Commit commit : commits) {
      batch.add(commit);
    }
    if (batch.changesNothing()) {
      connection.commit();
      return batch.results(locked.era(), 0);
    }
    PostgresqlPipeline.Answer answer =
        PostgresqlChange.ofMany(batch, listIds.next()).run(connection, PostgresqlChange.ANSWER);
    return batch.results(answer.second(), answer.first() - 1);
  }

  private static boolean mayDelete(Commit commit) {
    return !(commit.retention() instanceof Retention.Keep keep) || keep.deleteThrough() > 0;
  }

  /** The server has told that nothing of the transaction is stored; the connection must say so too. */
  @Override
  public boolean takeBack(BackendException.Full because) {
    try {
      connection.rollback();
      return true;
    } catch (SQLException e) {
      because.addSuppressed(e);
      return false;
    }
  }
}
