package dev.cairn.backend.postgresql;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Position;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * What several sessions that write have to agree on, beside the batches: who writes a stream, what a lost session may
 * still store, and what the readers hold. Any thread may call.
 *
 * <p>An epoch is a random number of 63 bits, which the row of the stream keeps: no other claim has it.
 *
 * @param reads has the connections, on which a statement is a transaction
 */
record PostgresqlClaims(PostgresqlReads reads) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TRIES = 5;

  private static final String CLAIM =
      "UPDATE cairn_stream s SET epoch = ?" + PostgresqlReads.OF_KEY + " RETURNING " + PostgresqlReads.HEAD;
  private static final String LOOK =
      "SELECT " + PostgresqlReads.HEAD + ", s.epoch FROM cairn_stream s" + PostgresqlReads.OF_KEY;
  private static final String FENCE = """
      SELECT set_config('lock_timeout', '2000', true);
      UPDATE cairn_opening SET fenced = true WHERE generation = ?""";
  private static final String END = "SELECT pg_terminate_backend(pid) FROM cairn_opening WHERE generation = ?";

  /** Deletions lock the location before they read what is held, so each comes before this or after it. */
  private static final String LOCATION = PostgresqlTables.LOCK + ";\n";

  /** Offsets go on from era to era; a position that its era has lost counts as the end of that era. */
  private static final String OFFSET = """
      least(CASE WHEN EXISTS (SELECT 1 FROM cairn_era WHERE era = ?) THEN ? ELSE 9223372036854775807 END,
        coalesce((SELECT first_offset - 1 FROM cairn_era WHERE era > ? ORDER BY era LIMIT 1), 9223372036854775807))""";
  private static final String HOLD = LOCATION + "INSERT INTO cairn_hold (store, reader, read_through) SELECT ?, ?, "
      + OFFSET + """
           ON CONFLICT (store, reader)
          DO UPDATE SET read_through = least(cairn_hold.read_through, excluded.read_through)""";
  private static final String FREE = LOCATION + "INSERT INTO cairn_hold (store, reader, read_through) SELECT ?, ?, "
      + OFFSET + " ON CONFLICT (store, reader) DO UPDATE SET read_through = excluded.read_through";
  private static final String DROP = "DELETE FROM cairn_hold WHERE store = ? AND reader = ?";

  Claim claim(StreamKey stream) {
    long epoch = RANDOM.nextLong(1, Long.MAX_VALUE);
    return reads.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
        statement.setLong(1, epoch);
        PostgresqlReads.set(statement, 2, stream);
        try (ResultSet row = statement.executeQuery()) {
          return new Claim(epoch, row.next() ? PostgresqlReads.stream(row, 1, stream).head()
              : StreamHead.empty(stream));
        }
      }
    });
  }

  Claim renew(StreamKey stream, long epoch) {
    return look(reads, stream, epoch, stored -> {
      if (stored != epoch) {
        throw new BackendException.Fenced(stream, stored);
      }
      return epoch;
    });
  }

  /**
   * Renews where one session writes at a time: the row of a stream has the generation of the session that has written
   * it last.
   *
   * @param own the generation of this session
   */
  static Claim renewAlone(PostgresqlReads reads, StreamKey stream, long epoch, long own) {
    return look(reads, stream, own, stored -> {
      if (stored > epoch && stored != own) {
        throw new BackendException.Fenced(stream, stored);
      }
      return own;
    });
  }

  private static Claim look(PostgresqlReads reads, StreamKey stream, long epochOfNone, LongUnaryOperator epoch) {
    return reads.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
        PostgresqlReads.set(statement, 1, stream);
        try (ResultSet row = statement.executeQuery()) {
          return row.next()
              ? new Claim(epoch.applyAsLong(row.getLong(6)), PostgresqlReads.stream(row, 1, stream).head())
              : new Claim(epochOfNone, StreamHead.empty(stream));
        }
      }
    });
  }

  /** The row lock waits for the transaction of that session; one that does not end by itself is ended. */
  void settle(long generation) {
    for (int tries = TRIES;; tries--) {
      try {
        reads.read(connection -> run(connection, FENCE, generation));
        return;
      } catch (BackendException.Unavailable e) {
        if (tries == 1 || !(e.getCause() instanceof SQLException cause) || !PostgresqlFailure.isLockTimeout(cause)) {
          throw e;
        }
        reads.read(connection -> run(connection, END, generation));
      }
    }
  }

  private static boolean run(Connection connection, String sql, long generation) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, generation);
      return statement.execute();
    }
  }

  void hold(String store, String reader, Position readThrough) {
    write(HOLD, store, reader, readThrough);
  }

  void release(String store, String reader, Optional<Position> readThrough) {
    if (readThrough.isPresent()) {
      write(FREE, store, reader, readThrough.get());
      return;
    }
    reads.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(DROP)) {
        statement.setString(1, store);
        statement.setBytes(2, reader.getBytes(StandardCharsets.UTF_8));
        return statement.execute();
      }
    });
  }

  private void write(String sql, String store, String reader, Position readThrough) {
    reads.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, store);
        statement.setBytes(2, reader.getBytes(StandardCharsets.UTF_8));
        statement.setLong(3, readThrough.generation());
        statement.setLong(4, readThrough.offset());
        statement.setLong(5, readThrough.generation());
        return statement.execute();
      }
    });
  }
}
