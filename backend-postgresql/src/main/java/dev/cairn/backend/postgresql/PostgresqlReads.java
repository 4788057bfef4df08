package dev.cairn.backend.postgresql;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.KeyBytes;
import dev.cairn.spi.embedded.PagedCursor;
import dev.cairn.spi.embedded.RecoveryStart;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All reading, page by page. A page is one statement, so nothing is held open between two pages. */
final class PostgresqlReads implements AutoCloseable {
  /** The columns of a stream, as {@link #stream} reads them. */
  static final String HEAD = "s.id, s.last, s.deleted, s.purged, s.snapshots";

  private static final int PAGE_ROWS = 512;
  private static final int PAGE_BYTES = 2 << 20;

  /** The condition on a stream, as {@link #set} fills it in. */
  static final String OF_KEY = " WHERE s.store = ? AND s.type = ? AND s.name = ?";
  /** The rows of several streams, with their places in a list of keys, as {@link #set} fills it in. */
  static final String OF_KEYS = """
       FROM unnest(?::text[], ?::text[], ?::bytea[]) WITH ORDINALITY AS n(store, type, name, at)
      JOIN cairn_stream s ON s.store = n.store AND s.type = n.type AND s.name = n.name""";
  private static final String RECOVERY = "SELECT " + HEAD + """
      , p.seq, p.record FROM cairn_stream s LEFT JOIN LATERAL (SELECT seq, record FROM cairn_snapshot p
        WHERE p.stream = s.id AND p.seq <= ? ORDER BY p.seq DESC LIMIT 1) p ON true""" + OF_KEY;
  private static final String EVENTS = """
      SELECT e.seq, l.era, l.first_offset + e.ord - 1, e.record FROM (
        SELECT seq, list, ord, record, sum(octet_length(record)) OVER (ORDER BY seq) - octet_length(record) AS before
        FROM cairn_event WHERE stream = ? AND seq BETWEEN ? AND ? ORDER BY seq LIMIT ?) e
      LEFT JOIN cairn_list l ON l.list = e.list WHERE e.before < ? ORDER BY e.seq""";
  private static final String STREAMS = "SELECT " + HEAD + """
      , s.type, s.name FROM cairn_stream s WHERE s.store = ? AND (s.type, s.name) > (?, ?)
      ORDER BY s.type, s.name LIMIT ?""";
  private static final String STORES = """
      WITH RECURSIVE t AS (
        (SELECT store FROM cairn_stream ORDER BY store LIMIT 1)
        UNION ALL
        SELECT (SELECT s.store FROM cairn_stream s WHERE s.store > t.store ORDER BY s.store LIMIT 1)
        FROM t WHERE t.store IS NOT NULL)
      SELECT store FROM t WHERE store IS NOT NULL""";

  private final PostgresqlConnections connections;
  private final Runnable requireSession;
  private final PostgresqlCounts counts;
  private volatile boolean closed;

  /**
   * Reads on these connections, and ends them.
   *
   * @param requireSession throws {@link BackendException.Closed} where what this belongs to was closed
   */
  PostgresqlReads(PostgresqlConnections connections, Runnable requireSession, PostgresqlCounts counts) {
    this.connections = connections;
    this.requireSession = requireSession;
    this.counts = counts;
  }

  void requireOpen() {
    if (closed) {
      throw new BackendException.Closed("This session of the location was closed.");
    }
    requireSession.run();
  }

  <T extends @Nullable Object> T read(PostgresqlConnections.Visit<T> visit) {
    requireOpen();
    try {
      counts.addPage();
      return connections.visit(visit);
    } catch (SQLException e) {
      requireOpen(); // closing ends what is under way
      throw PostgresqlFailure.of("The location could not be read", e);
    }
  }

  int connections() {
    return connections.count();
  }

  /** Reads the columns of {@link #HEAD}, from one column on. */
  static PostgresqlStream stream(ResultSet row, int from, StreamKey key) throws SQLException {
    List<Long> snapshots = Arrays.asList((Long[]) row.getArray(from + 4).getArray());
    return new PostgresqlStream(row.getLong(from), true, 0, new StreamHead(key, row.getLong(from + 1),
        row.getLong(from + 2), row.getLong(from + 3), snapshots));
  }

  static void set(PreparedStatement statement, int from, StreamKey key) throws SQLException {
    statement.setString(from, key.store());
    statement.setString(from + 1, key.type());
    statement.setBytes(from + 2, key.idBytes());
  }

  static void set(PreparedStatement statement, int from, List<StreamKey> keys) throws SQLException {
    Connection connection = statement.getConnection();
    statement.setArray(from,
        connection.createArrayOf("text", keys.stream().map(StreamKey::store).toArray(String[]::new)));
    statement.setArray(from + 1,
        connection.createArrayOf("text", keys.stream().map(StreamKey::type).toArray(String[]::new)));
    statement.setArray(from + 2,
        connection.createArrayOf("bytea", keys.stream().map(StreamKey::idBytes).toArray(byte[][]::new)));
  }

  static @Nullable PostgresqlStream find(Connection connection, StreamKey key) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT " + HEAD + " FROM cairn_stream s" + OF_KEY)) {
      set(statement, 1, key);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? stream(row, 1, key) : null;
      }
    }
  }

  /**
   * Finds the last event of a stream, up to another one, that every reader of the log has read.
   *
   * @param position up to which they have read
   * @param offset up to which readers of any process have read
   */
  static long readThrough(Connection connection, PostgresqlStream stream, long atMost, Position position, long offset)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        SELECT e.seq FROM cairn_event e JOIN cairn_list l ON l.list = e.list
        WHERE e.stream = ? AND e.seq > ? AND e.seq <= ?
          AND ((l.era, l.first_offset + e.ord - 1) > (?, ?) OR l.first_offset + e.ord - 1 > ?)
        ORDER BY e.seq LIMIT 1""")) {
      statement.setLong(1, stream.id());
      statement.setLong(2, stream.head().deletedThrough());
      statement.setLong(3, atMost);
      statement.setLong(4, position.generation());
      statement.setLong(5, position.offset());
      statement.setLong(6, offset);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getLong(1) - 1 : Long.MAX_VALUE;
      }
    }
  }

  StreamHead head(StreamKey key) {
    PostgresqlStream found = read(connection -> find(connection, key));
    return found == null ? StreamHead.empty(key) : found.head();
  }

  Recovery recover(StreamKey key, long atMost) {
    return read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(RECOVERY)) {
        statement.setLong(1, atMost);
        set(statement, 2, key);
        try (ResultSet row = statement.executeQuery()) {
          return row.next() ? recovery(stream(row, 1, key), atMost, row)
              : new Recovery(StreamHead.empty(key), Optional.empty(), cursor(last -> List.of()));
        }
      }
    });
  }

  private Recovery recovery(PostgresqlStream stream, long atMost, ResultSet row) throws SQLException {
    StreamHead head = stream.head();
    RecoveryStart start = RecoveryStart.of(head, atMost);
    if (start.snapshot() != row.getLong(6)) { // 0 where there is none
      throw new BackendException.Corrupt("The snapshot at " + Math.max(start.snapshot(), row.getLong(6)) + " of "
          + head.stream() + " and its head do not agree.", head.stream());
    }
    Optional<Snapshot> snapshot = start.snapshot() == 0 ? Optional.empty()
        : Optional.of(new Snapshot(start.snapshot(), row.getBytes(7)));
    return new Recovery(head, snapshot, cursor(last -> {
      long from = last == null ? start.firstEvent() : last.sequence() + 1;
      return from > head.last() ? List.of() : whole(stream, from, page(stream, from, head.last()));
    }));
  }

  /** A recovery never passes over an event. */
  private List<StoredEvent> whole(PostgresqlStream stream, long from, List<StoredEvent> page) {
    long wanted = from;
    for (StoredEvent event : page) {
      wanted += event.sequence() == wanted ? 1 : 0;
    }
    if (page.isEmpty() || wanted <= page.get(page.size() - 1).sequence()) {
      StreamKey key = stream.head().stream();
      StreamHead now = head(key);
      if (now.deletedThrough() >= wanted || now.last() < wanted) {
        throw new BackendException.Unavailable("Event " + wanted + " of " + key + (now.last() < wanted
            ? " is lost: the server has lost its newest events while the stream was read."
            : " was deleted while the stream was read."), null);
      }
      throw new BackendException.Corrupt("Event " + wanted + " of " + key + " is missing.", key);
    }
    return page;
  }

  Cursor<StoredEvent> events(StreamKey key, long from, long to) {
    PostgresqlStream stream = read(connection -> find(connection, key));
    long end = stream == null ? 0 : Math.min(to, stream.head().last());
    return cursor(last -> {
      long next = last == null ? Math.max(from, 1) : last.sequence() + 1;
      return stream == null || next > end ? List.of() : page(stream, next, end);
    });
  }

  private PagedCursor<StoredEvent> cursor(PagedCursor.Pages<StoredEvent> pages) {
    return new PagedCursor<>(this::requireOpen, List.of(), pages);
  }

  private List<StoredEvent> page(PostgresqlStream stream, long from, long to) {
    StreamKey key = stream.head().stream();
    return read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(EVENTS)) {
        statement.setLong(1, stream.id());
        statement.setLong(2, from);
        statement.setLong(3, to);
        statement.setInt(4, PAGE_ROWS);
        statement.setInt(5, PAGE_BYTES);
        try (ResultSet rows = statement.executeQuery()) {
          List<StoredEvent> page = new ArrayList<>();
          while (rows.next()) {
            if (rows.getLong(2) == 0) {
              throw new BackendException.Corrupt("Event " + rows.getLong(1) + " of " + key + " has no position.", key);
            }
            page.add(new StoredEvent(key, rows.getLong(1), new Position(rows.getLong(2), rows.getLong(3)),
                rows.getBytes(4)));
          }
          return page;
        }
      }
    });
  }

  LogCursor log(String store, Position after) {
    return read(connection -> PostgresqlLog.open(this, connection, store, after));
  }

  Cursor<StreamHead> streams(String store, Optional<StreamKey> after) {
    requireOpen();
    Optional<StreamKey> begin = after.filter(key -> key.store().equals(store));
    return new PagedCursor<>(this::requireOpen, List.of(),
        last -> heads(store, last == null ? begin.orElse(null) : last.stream()));
  }

  private List<StreamHead> heads(String store, @Nullable StreamKey after) {
    return read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(STREAMS)) {
        statement.setString(1, store);
        statement.setString(2, after == null ? "" : after.type());
        statement.setBytes(3, after == null ? new byte[0] : after.idBytes());
        statement.setInt(4, PAGE_ROWS);
        try (ResultSet rows = statement.executeQuery()) {
          return heads(store, rows);
        }
      }
    });
  }

  /** Ends the page before a damaged stream, which the next page then begins with. */
  private static List<StreamHead> heads(String store, ResultSet rows) throws SQLException {
    List<StreamHead> page = new ArrayList<>();
    while (rows.next()) {
      try {
        page.add(stream(rows, 1, KeyBytes.read(store, rows.getString(6), rows.getBytes(7))).head());
      } catch (BackendException.Corrupt e) {
        if (page.isEmpty()) {
          throw e;
        }
        return page;
      }
    }
    return page;
  }

  List<String> stores() {
    return read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(STORES);
          ResultSet rows = statement.executeQuery()) {
        List<String> stores = new ArrayList<>();
        while (rows.next()) {
          stores.add(rows.getString(1));
        }
        return stores;
      }
    });
  }

  @Override
  public void close() {
    closed = true;
    connections.close();
  }
}
