package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.PagedCursor;
import dev.cairn.spi.embedded.RecoveryStart;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All reading, over a few read-only connections, each lent to one thread for one page. */
final class SqliteReads {
  private static final int CONNECTIONS = 4;
  private static final long PAGE_ROWS = 512;
  private static final int MOST_FINDINGS = 20;
  private static final long PAGE_BYTES = 1 << 20;

  private static final String EVENTS = """
      SELECT e.ord, e.seq, e.record FROM %s p
      CROSS JOIN event e ON e.ord = p.ord AND e.stream = p.stream AND e.seq = p.seq
      WHERE p.stream = ? AND p.seq BETWEEN ? AND ? ORDER BY p.seq LIMIT ?""";
  private static final String IN_PLACE = EVENTS.formatted("place");
  private static final String IN_RECENT = EVENTS.formatted("recent");

  private final Supplier<SqliteConnection> opener;
  private final @Nullable SqliteQuietFile quiet;
  private final @Nullable SqliteMoment moment;
  private final Semaphore free = new Semaphore(CONNECTIONS);
  private final Deque<SqliteConnection> idle = new ConcurrentLinkedDeque<>();
  private final Set<SqliteReads> ofOneMoment = ConcurrentHashMap.newKeySet();
  private final Set<Long> doubted;
  private volatile SqliteGenerations generations;
  private volatile boolean closed;

  SqliteReads(Supplier<SqliteConnection> opener, @Nullable SqliteQuietFile quiet) {
    this(opener, quiet, null);
  }

  private SqliteReads(Supplier<SqliteConnection> opener, @Nullable SqliteQuietFile quiet,
      @Nullable SqliteMoment moment) {
    this.opener = opener;
    this.quiet = quiet;
    this.moment = moment;
    this.generations = with(SqliteGenerations::read);
    this.doubted = with(SqliteTail::doubted);
  }

  /** Makes reads of the file as it is now. They end when they are closed or this is. */
  SqliteReads ofOneMoment() {
    if (moment != null) {
      throw new BackendException.Misconfigured("This shows one moment already.");
    }
    free.acquireUninterruptibly();
    try {
      requireOpen();
      ofOneMoment.removeIf(other -> other.closed);
      SqliteReads reads = of(SqliteMoment.now(opener, quiet));
      ofOneMoment.add(reads);
      return reads;
    } finally {
      free.release();
    }
  }

  private SqliteReads of(SqliteMoment now) {
    try {
      return new SqliteReads(opener, quiet, now);
    } catch (BackendException e) {
      now.close();
      throw e;
    }
  }

  long newestGeneration() {
    return generations.newest();
  }

  StreamHead head(StreamKey key) {
    return with(connection -> find(connection, key).head());
  }

  private SqliteStream find(SqliteConnection connection, StreamKey key) {
    return requireUndoubted(SqliteStreams.find(connection, key));
  }

  private SqliteStream requireUndoubted(SqliteStream stream) {
    if (doubted.contains(stream.id())) {
      throw new BackendException.Corrupt("The newest events of stream " + stream.head().stream()
          + " are not as they were written, or are missing.", stream.head().stream());
    }
    return stream;
  }

  /**
   * Reads a head and a snapshot, and the events when they are asked for.
   *
   * @param withEvents whether to read the first page of events in the same visit
   */
  Recovery recover(StreamKey key, long atMost, boolean withEvents) {
    return with(connection -> {
      SqliteStream stream = find(connection, key);
      RecoveryStart start = RecoveryStart.of(stream.head(), atMost);
      Snapshot snapshot = snapshot(connection, stream, start.snapshot());
      long from = start.firstEvent();
      long to = stream.head().last();
      refresh(connection);
      List<StoredEvent> first = withEvents ? page(connection, stream, from, to, true) : List.of();
      return new Recovery(stream.head(), Optional.ofNullable(snapshot), cursor(first, stream, from, to, true));
    });
  }

  private static @Nullable Snapshot snapshot(SqliteConnection connection, SqliteStream stream, long sequence) {
    return sequence == 0 ? null : new Snapshot(sequence, snapshotRecord(connection, stream, sequence));
  }

  private static byte[] snapshotRecord(SqliteConnection connection, SqliteStream stream, long sequence) {
    byte[] record = connection.first(row -> row.getBytes(1), """
        SELECT record FROM snapshot WHERE stream = ? AND seq = ?
        UNION ALL
        SELECT t.record FROM recent r CROSS JOIN recent_state t ON t.ord = r.ord AND t.stream = r.stream
        WHERE r.stream = ? AND r.seq = ?""", stream.id(),
        sequence, stream.id(), sequence);
    if (record == null) {
      throw new BackendException.Corrupt(
          "The snapshot at " + sequence + " of stream " + stream.head().stream() + " is missing.");
    }
    return record;
  }

  Cursor<StoredEvent> events(StreamKey key, long from, long to) {
    return with(connection -> {
      SqliteStream stream = find(connection, key);
      long first = Math.max(from, stream.head().deletedThrough() + 1);
      long end = Math.min(to, stream.head().last());
      refresh(connection);
      return cursor(page(connection, stream, first, end, false), stream, first, end, false);
    });
  }

  private Cursor<StoredEvent> cursor(List<StoredEvent> first, SqliteStream stream, long from, long to, boolean whole) {
    return new PagedCursor<>(this::requireOpen, first, last -> {
      long next = last == null ? from : last.sequence() + 1;
      return next > to ? List.of() : with(again -> page(again, stream, next, to, whole));
    });
  }

  private List<StoredEvent> page(SqliteConnection connection, SqliteStream stream, long from, long to, boolean whole) {
    if (from > to) {
      return List.of();
    }
    List<StoredEvent> page = page(connection, stream, from, to, IN_PLACE);
    if (page.isEmpty()) {
      page = page(connection, stream, from, to, IN_RECENT);
    }
    long expected = from;
    for (StoredEvent event : page) {
      requireDeleted(connection, stream, expected, event.sequence() - 1, whole);
      expected = event.sequence() + 1;
    }
    if (page.isEmpty()) {
      requireDeleted(connection, stream, from, to, whole);
    }
    return page;
  }

  /** No event in {@code recent} is older than one in {@code place}, so one page may come from one of them alone. */
  private List<StoredEvent> page(SqliteConnection connection, SqliteStream stream, long from, long to, String sql) {
    StreamKey key = stream.head().stream();
    return page(connection,
        row -> event(key, row.getLong(2), row.getLong(1), row.getBytes(3)),
        sql, stream.id(), from, to, PAGE_ROWS);
  }

  /** A missing event was deleted since the cursor was opened, or it is lost. */
  private static void requireDeleted(SqliteConnection connection, SqliteStream stream, long from, long to,
      boolean whole) {
    if (from > to) {
      return;
    }
    long deletedThrough = SqliteStreams.find(connection, stream.head().stream()).head().deletedThrough();
    if (deletedThrough < to) {
      throw new BackendException.Corrupt(
          "Event " + Math.max(from, deletedThrough + 1) + " of stream " + stream.head().stream() + " is missing.",
          stream.head().stream());
    }
    if (whole) {
      throw new BackendException.Unavailable(
          "Event " + from + " of stream " + stream.head().stream() + " was deleted while the stream was read.", null);
    }
  }

  LogCursor log(String store, Position after) {
    return with(connection -> {
      Position horizon = horizon(connection);
      long start = generations.ordBefore(after);
      Position deletedThrough = generations.position(SqliteStreams.deletedOrd(connection, store));
      return new PagedCursor.Log(this::requireOpen, horizon, deletedThrough, last -> with(
          again -> logPage(again, store, last == null ? start : last.position().offset(), horizon.offset())));
    });
  }

  /** Shows a page only once it is known that none of its events is missing. */
  private List<StoredEvent> logPage(SqliteConnection connection, String store, long after, long to) {
    long settled = SqliteLatest.read(connection).settledOrd();
    if (!doubted.isEmpty() && to > settled) {
      throw new BackendException.Corrupt("The newest events in the log of store " + store
          + " are not as they were written, or are missing.");
    }
    SqliteTally tally = new SqliteTally();
    List<StoredEvent> page = page(connection, row -> {
      long ord = row.getLong(1);
      if (ord <= settled) {
        tally.count(row.getLong(4), row.getLong(2), ord);
      }
      return event(key(row), row.getLong(2), ord, row.getBytes(3));
    }, """
        SELECT e.ord, e.seq, e.record, n.id, n.store, n.type, n.name, n.guard
        FROM event e CROSS JOIN name n ON n.id = e.stream
        WHERE e.ord > ? AND e.ord <= ? AND n.store = ? ORDER BY e.ord LIMIT ?""", after, to, store, PAGE_ROWS);
    if (after < settled) {
      tally.requireAll(connection, store, after,
          Math.min(settled, page.isEmpty() ? to : page.getLast().position().offset()));
    }
    return page;
  }

  private StoredEvent event(StreamKey key, long sequence, long ord, byte @Nullable [] record) {
    if (sequence < 1 || record == null) {
      throw new BackendException.Corrupt("The event at " + ord + ", of stream " + key + ", is damaged.");
    }
    return new StoredEvent(key, sequence, generations.position(ord), record);
  }

  private static StreamKey key(ResultSet row) throws SQLException {
    SqliteKey key = SqliteKey.read(row, 5);
    if (row.getLong(8) != key.guard(row.getLong(4))) {
      throw new BackendException.Corrupt("The name of " + key + " in the log is damaged.");
    }
    return key.stream();
  }

  private static List<StoredEvent> page(SqliteConnection connection, SqliteConnection.Row<StoredEvent> reader,
      String sql,
      Object... values) {
    List<StoredEvent> page = new ArrayList<>();
    long[] bytes = { 0 };
    connection.each(row -> {
      StoredEvent event = reader.read(row);
      page.add(event);
      bytes[0] += event.record().length;
      return bytes[0] < PAGE_BYTES;
    }, sql, values);
    return page;
  }

  Cursor<StreamHead> streams(String store, Optional<StreamKey> after) {
    requireOpen();
    return new PagedCursor<>(this::requireOpen, List.of(), last -> with(connection -> {
      SqliteKey before = last == null
          ? after.map(SqliteKey::of).orElse(SqliteKey.store(store))
          : SqliteKey.of(last.stream());
      List<StreamHead> page = SqliteStreams.page(connection, before, PAGE_ROWS).stream()
          .takeWhile(stream -> !doubted.contains(stream.id())).map(SqliteStream::head).toList();
      return page.isEmpty() ? undoubted(connection, before) : page;
    }));
  }

  /** Returns an empty page, unless the next stream is in doubt. */
  private List<StreamHead> undoubted(SqliteConnection connection, SqliteKey before) {
    return SqliteStreams.page(connection, before, 1).stream().map(stream -> requireUndoubted(stream).head()).toList();
  }

  List<String> stores() {
    return with(SqliteStreams::stores);
  }

  /** Lets SQLite look for damage of its own structures, some of which only a writer would come upon. */
  void verify(Consumer<? super BackendException.Corrupt> found) {
    try {
      with(connection -> {
        connection.each(row -> {
          String said = row.getString(1);
          if (!said.equals("ok")) {
            found.accept(new BackendException.Corrupt(
                "SQLite finds damage in " + connection + ": " + said.replace('\n', ' ').strip() + "."));
          }
          return true;
        }, "PRAGMA integrity_check(" + MOST_FINDINGS + ")");
        return true;
      });
    } catch (BackendException.Corrupt e) {
      found.accept(e);
    }
  }

  /** Refreshes the generations last: a writer may have opened the location again after the highest number was read. */
  private Position horizon(SqliteConnection connection) {
    long highest = SqliteLatest.read(connection).highestOrd(connection);
    refresh(connection);
    return generations.position(highest);
  }

  private void refresh(SqliteConnection connection) {
    if (generations.newest() != SqliteGenerations.newest(connection)) {
      generations = SqliteGenerations.read(connection);
    }
  }

  /** Reads as of one moment; a quiet file has only one. */
  private <T> T with(Function<SqliteConnection, T> work) {
    free.acquireUninterruptibly();
    try {
      requireOpen();
      if (moment != null) {
        return moment.read(work);
      }
      T read = quiet == null ? null : quiet.read(work);
      return read == null ? withOwn(work) : read;
    } finally {
      free.release();
    }
  }

  private <T> T withOwn(Function<SqliteConnection, T> work) {
    SqliteConnection connection = idle.poll();
    connection = connection == null ? opener.get() : connection;
    boolean good = false;
    try {
      connection.run("BEGIN");
      T result = work.apply(connection);
      connection.run("COMMIT");
      idle.push(connection);
      good = true;
      return result;
    } finally {
      if (!good) {
        connection.close();
      }
    }
  }

  void requireOpen() {
    if (closed) {
      throw new BackendException.Closed("This opening of the SQLite backend was closed.");
    }
  }

  /** Waits for the pages that are being read. */
  void close() {
    free.acquireUninterruptibly(CONNECTIONS);
    try {
      closed = true;
      idle.forEach(SqliteConnection::close);
      idle.clear();
      ofOneMoment.forEach(SqliteReads::close);
      if (moment != null) {
        moment.close();
      } else if (quiet != null) {
        quiet.close();
      }
    } finally {
      free.release(CONNECTIONS);
    }
  }
}
