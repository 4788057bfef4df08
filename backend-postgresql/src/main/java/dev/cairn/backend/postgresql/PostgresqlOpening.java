package dev.cairn.backend.postgresql;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Position;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A session that writes, on its own connection. Two things keep others away:
 *
 * <pre>
 *   advisory lock     of the connection, so it ends with it: a second writer is told who has the location
 *   cairn_opening     the claim of a generation fences every session before it, and waits for its transaction. A commit
 *                     locks the row of its session, so a late one finds itself fenced
 * </pre>
 *
 * Where several sessions write, each has the lock in common with the others, which keeps away whoever wants to write
 * alone; a session fences none but those that are gone.
 *
 * @param position the newest one
 */
record PostgresqlOpening(Connection connection, int pid, UUID lineage, long generation, Position position) {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /**
   * The machine of a session that is gone says no good-bye; the server asks for it, or the lock would stay for hours.
   */
  private static final String NOTICE_DEATH =
      "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 5;"
          + " SET tcp_user_timeout = 15000";
  /** What readers of several sessions hold means nothing where one writes: it knows all readers itself. */
  private static final String FENCE_ALL =
      " UPDATE cairn_opening SET fenced = true WHERE NOT fenced; DELETE FROM cairn_hold;";
  private static final String FENCE_DEAD = """
       UPDATE cairn_opening SET fenced = true WHERE NOT fenced AND pid NOT IN
        (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid IS NOT NULL);""";
  /** Locks the row of a session for the transaction; fails where it is fenced, or of another connection. */
  static final String LOCK = """
      SELECT 1 / count(*) FROM (SELECT 1 FROM cairn_opening
        WHERE generation = ? AND NOT fenced AND pid = pg_backend_pid() FOR NO KEY UPDATE) o""";
  private static final String HOLDER = "o.holder || ', since ' || date_trunc('second', o.opened)";
  private static final String HOLDERS = "SELECT " + HOLDER + """
       FROM cairn_opening o WHERE NOT o.fenced AND o.pid IN (SELECT pid FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database
          WHERE datname = current_database()))
      ORDER BY o.generation""";
  private static final long MOST_ENDING_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Sessions of this process that ended, but of which the server may not know yet. */
  private static final Set<String> LEFT = ConcurrentHashMap.newKeySet();

  /**
   * Claims the location, on a connection that becomes its own.
   *
   * @param known the newest generation that the folder knows of; the server may have lost it
   * @param waitMillis how long to wait for another session to end
   * @param synced whether what a session acknowledges survives a crash of the server
   * @param shared whether other sessions may write beside it
   * @throws BackendException.Locked if another session has the location
   */
  static PostgresqlOpening claim(Connection connection, UUID lineage, long known, Path location, long waitMillis,
      boolean synced, boolean shared) throws SQLException {
    PostgresqlServer.execute(connection, NOTICE_DEATH);
    lock(connection, lineage, location, waitMillis, shared);
    connection.setAutoCommit(false);
    PostgresqlServer.execute(connection,
        "SET LOCAL synchronous_commit = on; SET LOCAL lock_timeout = " + Math.max(1, waitMillis));
    String fence = shared ? FENCE_DEAD : FENCE_ALL;
    long generation = claim(connection, known, synced, PostgresqlServer.identity(connection), fence);
    Position newest = newest(connection);
    connection.clearWarnings();
    connection.commit();
    SQLWarning warning = connection.getWarnings();
    if (warning != null) {
      throw warning; // a wait for a standby was cancelled: what this session finds may be lost there
    }
    LEFT.removeIf(session -> session.startsWith(lineage.toString()));
    int pid = connection.unwrap(PGConnection.class).getBackendPID();
    return new PostgresqlOpening(connection, pid, lineage, generation, newest);
  }

  /** Remembers that this session is left, also where the server cannot be told so. */
  void leave() {
    LEFT.add(name(lineage, generation, pid));
    PostgresqlServer.closeQuietly(connection);
  }

  private static String name(UUID lineage, long generation, int pid) {
    return lineage + " " + generation + " " + pid;
  }

  private static void lock(Connection connection, UUID lineage, Path location, long waitMillis, boolean shared)
      throws SQLException {
    long began = System.nanoTime();
    boolean interrupted = false;
    try {
      while (!tryLock(connection, lineage, shared)) {
        Holder holder = holder(connection, lineage);
        long waited = System.nanoTime() - began;
        long most = TimeUnit.MILLISECONDS.toNanos(waitMillis);
        boolean left = holder != null && LEFT.contains(name(lineage, holder.generation(), holder.pid()));
        if (left) {
          end(connection, holder.pid());
        }
        if (waited >= (left ? Math.max(most, MOST_ENDING_NANOS) : most)) {
          throw new BackendException.Locked(location.toString(), holder == null ? "another process" : holder.words());
        }
        LockSupport.parkNanos(LOOK_NANOS);
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean tryLock(Connection connection, UUID lineage, boolean shared) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_try_advisory_lock" + (shared ? "_shared(?)" : "(?)"))) {
      statement.setLong(1, lineage.getMostSignificantBits());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private record Holder(long generation, int pid, String words) {}

  private static @Nullable Holder holder(Connection connection, UUID lineage) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        SELECT o.generation, o.pid, %s
        FROM pg_locks l JOIN cairn_opening o ON o.pid = l.pid AND NOT o.fenced
        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND (l.classid::bigint << 32 | l.objid::bigint) = ?
        ORDER BY o.generation DESC LIMIT 1""".formatted(HOLDER))) {
      statement.setLong(1, lineage.getMostSignificantBits());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? new Holder(row.getLong(1), row.getInt(2), row.getString(3)) : null;
      }
    }
  }

  /** Tells who writes now, the oldest session first. */
  static List<String> holders(Connection connection) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(HOLDERS)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  /** Ends a session of this process that waits for a network that is gone. */
  private static void end(Connection connection, int pid) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT pg_terminate_backend(?)")) {
      statement.setInt(1, pid);
      statement.executeQuery().close();
    }
  }

  /**
   * Fences every earlier session, and begins an era. Where the newest sessions and events may be lost, because the
   * server was started anew, another one took over, or the tables were restored, the number is above any that the lost
   * ones can have had. Only a session that has lost nothing of the one before gets the next number.
   */
  private static long claim(Connection connection, long known, boolean synced, String identity, String fence)
      throws SQLException {
    PostgresqlServer.execute(connection, PostgresqlTables.LOCK + ";" + fence
        + " DELETE FROM cairn_opening WHERE fenced AND opened < clock_timestamp() - interval '1 day'");
    long generation;
    try (PreparedStatement statement = connection.prepareStatement("""
        UPDATE cairn_location SET server = ?, era = CASE
          WHEN (era = 0 OR server = ?) AND ? <= era THEN era + ?
          ELSE greatest(era + 2, ? + 2, floor(extract(epoch FROM clock_timestamp()))::bigint) END
        WHERE one = 1 RETURNING era""")) {
      statement.setString(1, identity);
      statement.setString(2, identity);
      statement.setLong(3, known);
      statement.setInt(4, synced ? 1 : 2);
      statement.setLong(5, known);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        generation = row.getLong(1);
      }
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        INSERT INTO cairn_opening (generation, holder, pid, opened)
        VALUES (?, ? || coalesce(' at ' || host(inet_client_addr()), ''), pg_backend_pid(), clock_timestamp());
        INSERT INTO cairn_era (era, first_offset, server, began)
        VALUES (?, coalesce((SELECT first_offset + events FROM cairn_list WHERE events > 0
          ORDER BY first_offset DESC LIMIT 1), 1), ?, clock_timestamp())""")) {
      statement.setLong(1, generation);
      statement.setString(2, "process " + ProcessHandle.current().pid());
      statement.setLong(3, generation);
      statement.setString(4, identity);
      statement.execute();
    }
    return generation;
  }

  private static Position newest(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        SELECT era, first_offset + events - 1 FROM cairn_list WHERE events > 0
        ORDER BY first_offset DESC LIMIT 1"""); ResultSet row = statement.executeQuery()) {
      return row.next() ? new Position(row.getLong(1), row.getLong(2)) : Position.START;
    }
  }
}
