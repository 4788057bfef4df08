package dev.cairn.backend.postgresql;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Durability;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.BatchWriter;
import dev.cairn.spi.embedded.HeadCache;
import dev.cairn.spi.embedded.KeyBytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one of several sessions that write, used by one thread at a time. A batch is one transaction.
 *
 * <pre>
 *   one way there and back   where this session has written all streams of the batch last, and no event may go: the
 *                            server stores it if they are as it has left them, which it looks at under their locks
 *   two ways                 else: the first locks the session and the streams and reads their heads and epochs, the
 *                            second stores
 * </pre>
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
  private final HeadCache<PostgresqlStream> heads = new HeadCache<>();

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
    connection.setAutoCommit(true); // what goes together is one transaction, but for the two ways
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
    } catch (SQLException e) {
      if (!PostgresqlFailure.isCollision(e)) {
        throw e;
      }
    }
  }

  /** What collides with another session was taken back for certain, and is done again. */
  private List<CommitResult> store(List<Commit> commits) throws SQLException {
    for (int tries = COLLISIONS;; tries--) {
      try {
        List<CommitResult> results = storeAsKnown(commits);
        return results != null ? results : lockAndStore(commits);
      } catch (SQLException e) {
        if (tries == 1 || !PostgresqlFailure.isCollision(e) && !PostgresqlFailure.isTaken(e)) {
          throw e;
        }
        rollBack();
      }
    }
  }

  /** Stores in one way to the server and back; null where that cannot be, or where the server refuses it. */
  private @Nullable List<CommitResult> storeAsKnown(List<Commit> commits) throws SQLException {
    heads.rotate();
    Map<StreamKey, PostgresqlStream> known = new HashMap<>();
    for (Commit commit : commits) {
      PostgresqlStream stream = heads.find(commit.stream());
      if (stream == null || mayDelete(commit)) {
        return null;
      }
      known.put(commit.stream(), stream);
    }
    PostgresqlBatch batch = batch(commits, 0, Position.START, known, (stream, atMost, position) -> atMost);
    if (!batch.isAllStored()) {
      return null;
    }
    try {
      return results(batch, PostgresqlChange.ofMany(batch, listIds.next(), generation).runAsOne(connection));
    } catch (SQLException e) {
      if (!PostgresqlFailure.isRefusal(e)) {
        throw e;
      }
      return null; // once the session and the streams are locked, it shows why
    }
  }

  private List<CommitResult> lockAndStore(List<Commit> commits) throws SQLException {
    connection.setAutoCommit(false);
    List<StreamKey> keys = commits.stream().map(Commit::stream).distinct().sorted(KeyBytes.ORDER).toList();
    boolean deletes = commits.stream().anyMatch(PostgresqlSharedWriter::mayDelete);
    PostgresqlLocked locked = PostgresqlLocked.of(connection, generation, keys, deletes, streamIds);
    PostgresqlBatch batch = batch(commits, locked.era(), locked.newest(), locked.streams(), locked);
    List<CommitResult> results = batch.changesNothing() ? batch.results(locked.era(), 0)
        : results(batch, PostgresqlChange.ofLocked(batch, listIds.next()).run(connection));
    connection.setAutoCommit(true); // ends the transaction of a batch that changes nothing
    return results;
  }

  private PostgresqlBatch batch(List<Commit> commits, long era, Position newest,
      Map<StreamKey, PostgresqlStream> streams, PostgresqlBatch.ReadEvents readEvents) throws SQLException {
    PostgresqlBatch batch = new PostgresqlBatch(era, maxRecordBytes, newest, streams, readEvents);
    for (Commit commit : commits) {
      batch.add(commit);
    }
    return batch;
  }

  private List<CommitResult> results(PostgresqlBatch stored, PostgresqlPipeline.Answer answer) {
    stored.streams().forEach((key, stream) -> heads.put(key,
        new PostgresqlStream(stream.id(), true, stream.epoch(), stream.head())));
    return stored.results(answer.second(), answer.first() - 1);
  }

  private static boolean mayDelete(Commit commit) {
    return !(commit.retention() instanceof Retention.Keep keep) || keep.deleteThrough() > 0;
  }

  private void rollBack() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** The server has told that nothing of the transaction is stored; the connection must say so too. */
  @Override
  public boolean takeBack(BackendException.Full because) {
    try {
      rollBack();
      return true;
    } catch (SQLException e) {
      because.addSuppressed(e);
      return false;
    }
  }
}
