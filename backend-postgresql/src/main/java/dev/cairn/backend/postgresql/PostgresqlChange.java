package dev.cairn.backend.postgresql;

import dev.cairn.backend.postgresql.PostgresqlPipeline.Column;
import dev.cairn.spi.Position;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.KeyBytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements that store a batch, in the one order in which all sessions lock rows: the streams by their keys, the
 * location, the stores. The row of the session is locked on the way; whoever fences the session holds nothing that its
 * batch waits for. The statements go to the server together: one way there and back.
 */
final class PostgresqlChange {
  private static final long CHUNK_BYTES = 64L << 20;
  private static final Comparator<PostgresqlStream> BY_KEY =
      Comparator.comparing(stream -> stream.head().stream(), KeyBytes.ORDER);

  private static final String NEW_STREAMS = """
      INSERT INTO cairn_stream (id, store, type, name, epoch, last, deleted, purged, snapshots)
      SELECT n.id, n.store, n.type, n.name, n.epoch, n.last, n.deleted, n.purged, n.snapshots::bigint[]
      FROM unnest(?::bigint[], ?::text[], ?::text[], ?::bytea[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
        ?::text[]) AS n(id, store, type, name, epoch, last, deleted, purged, snapshots)""";
  /** One row needs no arrays, which would cost the server more than the row. */
  private static final String GROWN_ONE = "(SELECT ?::bigint AS id, ?::bigint AS known, ?::bigint AS epoch,"
      + " ?::bigint AS last) n";
  private static final String GROWN_MANY =
      "unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[]) AS n(id, known, epoch, last)";
  /**
   * Divides by zero where a stream is not as it is known, and where a row was passed over. The server does that to an
   * {@code UPDATE} of several rows, and says nothing, if somebody else changes one of them meanwhile.
   */
  private static final String CHECKED = "WITH u AS (%s RETURNING 1) SELECT 1 / (count(*) = ?)::int FROM u";
  private static final String GROWN = CHECKED.formatted("""
      UPDATE cairn_stream s SET epoch = n.epoch, last = n.last / (s.last = n.known%s)::int
      FROM %s WHERE s.id = n.id""");
  private static final String CHANGED = CHECKED.formatted("""
      UPDATE cairn_stream s SET epoch = n.epoch,
        last = n.last / (s.last = n.known AND s.deleted = n.gone AND s.snapshots = n.had::bigint[]%s)::int,
        deleted = n.deleted, purged = n.purged, snapshots = n.snapshots::bigint[]
      FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
        ?::text[]) AS n(id, known, epoch, gone, had, last, deleted, purged, snapshots)
      WHERE s.id = n.id""");
  /** Another session may have claimed a stream. Where one writes alone, it takes each stream over as it writes it. */
  private static final String OF_CLAIM = " AND s.epoch = n.epoch";
  private static final String EVENTS = "INSERT INTO cairn_event (stream, seq, list, ord, record)"
      + " SELECT n.stream, n.seq, ?, n.ord%s, n.record FROM %s";
  /** Locks the session on the way, and needs it, without a statement of its own. */
  private static final String OF_SESSION = " * (" + PostgresqlOpening.LOCK + ")::int";
  private static final String EVENT = "(SELECT ?::bigint AS stream, ?::bigint AS seq, ?::int AS ord,"
      + " ?::bytea AS record) n";
  private static final String EVENTS_OF_MANY =
      "unnest(?::bigint[], ?::bigint[], ?::int[], ?::bytea[]) AS n(stream, seq, ord, record)";
  private static final String SNAPSHOTS = """
      INSERT INTO cairn_snapshot (stream, seq, record) SELECT n.stream, n.seq, n.record
      FROM unnest(?::bigint[], ?::bigint[], ?::bytea[]) AS n(stream, seq, record)
      ON CONFLICT (stream, seq) DO UPDATE SET record = excluded.record""";
  private static final String DROPPED_SNAPSHOTS = """
      DELETE FROM cairn_snapshot s USING unnest(?::bigint[], ?::bigint[]) AS n(stream, seq)
      WHERE s.stream = n.stream AND s.seq = n.seq""";
  private static final String HIGHEST = """
      ON CONFLICT (store) DO UPDATE
      SET deleted_offset = greatest(cairn_reclaimed.deleted_offset, excluded.deleted_offset)""";
  private static final String DELETED = """
      WITH gone AS (DELETE FROM cairn_event e
        USING unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[]) AS n(stream, store, above, through)
        WHERE e.stream = n.stream AND e.seq > n.above AND e.seq <= n.through RETURNING n.store, e.list, e.ord)
      INSERT INTO cairn_reclaimed (store, deleted_offset)
      SELECT g.store, max(l.first_offset + g.ord - 1) FROM gone g JOIN cairn_list l ON l.list = g.list GROUP BY g.store
      """ + HIGHEST;
  private static final String NEXT = """
      INSERT INTO cairn_list (list, era, first_offset, events, written)
      VALUES (?, ?, ?, ?, clock_timestamp())""";
  private static final String NEXT_OF_ALL = """
      INSERT INTO cairn_list (list, era, first_offset, events, written)
      SELECT ?, (SELECT era FROM cairn_location WHERE one = 1), coalesce((SELECT first_offset + events FROM cairn_list
        WHERE events > 0 ORDER BY first_offset DESC LIMIT 1), 1), ?, clock_timestamp() RETURNING first_offset, era""";
  private static final String RECLAIMED = """
      INSERT INTO cairn_reclaimed (store, deleted_offset) SELECT n.store, l.first_offset + n.ord - 1
      FROM unnest(?::text[], ?::int[]) AS n(store, ord), cairn_list l WHERE l.list = ?
      """ + HIGHEST;

  private final PostgresqlBatch batch;
  private final long list;
  private final @Nullable Long session;
  private final @Nullable Position next;
  private final PostgresqlPipeline pipeline = new PostgresqlPipeline();

  private PostgresqlChange(PostgresqlBatch batch, long list, @Nullable Long session, @Nullable Position next) {
    this.batch = batch;
    this.list = list;
    this.session = session;
    this.next = next;
  }

  /**
   * Makes the statements of the one session that writes. Nobody else adds to the log, so nothing of the location is
   * locked.
   *
   * @param list the name of this batch in the tables
   * @param next the position of its first event; the era is the generation of the session too
   */
  static PostgresqlPipeline of(PostgresqlBatch batch, long list, Position next) {
    return new PostgresqlChange(batch, list, next.generation(), next).statements();
  }

  /**
   * Makes the statements of one of several sessions that write, where no event goes. They are refused where the session
   * is fenced, and where a stream is not as the batch has it.
   */
  static PostgresqlPipeline ofMany(PostgresqlBatch batch, long list, long generation) {
    return new PostgresqlChange(batch, list, generation, null).statements();
  }

  /**
   * Makes the statements of one of several sessions that write, in a transaction that has locked its session and the
   * streams already. They end it.
   */
  static PostgresqlPipeline ofLocked(PostgresqlBatch batch, long list) {
    PostgresqlPipeline pipeline = new PostgresqlChange(batch, list, null, null).statements();
    pipeline.add("COMMIT");
    return pipeline;
  }

  private PostgresqlPipeline statements() {
    if (session != null && batch.added().isEmpty()) {
      pipeline.add(PostgresqlOpening.LOCK, session);
    }
    streams();
    events();
    snapshots();
    log();
    return pipeline;
  }

  private void streams() {
    List<PostgresqlStream> all = new ArrayList<>(batch.streams().values());
    if (next == null) {
      all.sort(BY_KEY);
    }
    List<PostgresqlStream> fresh = all.stream().filter(stream -> !stream.stored()).toList();
    if (!fresh.isEmpty()) {
      List<StreamKey> keys = fresh.stream().map(stream -> stream.head().stream()).toList();
      pipeline.add(NEW_STREAMS, ids(fresh), Column.of(texts(keys.stream().map(StreamKey::store).toList())),
          Column.of(texts(keys.stream().map(StreamKey::type).toList())),
          Column.of(keys.stream().map(StreamKey::idBytes).toArray(byte[][]::new)), epochs(fresh), lasts(fresh),
          deleted(fresh), purged(fresh), snapshotsOf(fresh));
    }
    if (fresh.size() < all.size()) {
      stored(all.stream().filter(PostgresqlStream::stored).toList());
    }
  }

  private void stored(List<PostgresqlStream> streams) {
    List<PostgresqlStream> before = streams.stream().map(stream -> batch.before(stream.head().stream())).toList();
    String claim = next == null ? OF_CLAIM : "";
    if (!batch.snapshots().isEmpty() || !streams.stream().allMatch(this::onlyGrows)) {
      pipeline.add(CHANGED.formatted(claim), ids(streams), lasts(before), epochs(streams), deleted(before),
          snapshotsOf(before), lasts(streams), deleted(streams), purged(streams), snapshotsOf(streams),
          streams.size());
    } else if (streams.size() == 1) {
      PostgresqlStream stream = streams.get(0);
      pipeline.add(GROWN.formatted(claim, GROWN_ONE), stream.id(), before.get(0).head().last(), stream.epoch(),
          stream.head().last(), 1);
    } else {
      pipeline.add(GROWN.formatted(claim, GROWN_MANY), ids(streams), lasts(before), epochs(streams), lasts(streams),
          streams.size());
    }
  }

  private boolean onlyGrows(PostgresqlStream stream) {
    StreamHead head = stream.head();
    StreamHead before = batch.before(head.stream()).head();
    return head.deletedThrough() == before.deletedThrough() && head.purgedThrough() == before.purgedThrough()
        && head.snapshots().equals(before.snapshots());
  }

  private static Column ids(List<PostgresqlStream> streams) {
    return Column.of(streams.stream().mapToLong(PostgresqlStream::id).toArray());
  }

  private static Column epochs(List<PostgresqlStream> streams) {
    return Column.of(streams.stream().mapToLong(PostgresqlStream::epoch).toArray());
  }

  private static Column lasts(List<PostgresqlStream> streams) {
    return Column.of(streams.stream().mapToLong(stream -> stream.head().last()).toArray());
  }

  private static Column deleted(List<PostgresqlStream> streams) {
    return Column.of(streams.stream().mapToLong(stream -> stream.head().deletedThrough()).toArray());
  }

  private static Column purged(List<PostgresqlStream> streams) {
    return Column.of(streams.stream().mapToLong(stream -> stream.head().purgedThrough()).toArray());
  }

  private static Column snapshotsOf(List<PostgresqlStream> streams) {
    return Column.of(texts(streams.stream().map(PostgresqlStream::head).map(StreamHead::snapshots)
        .map(all -> all.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"))).toList()));
  }

  private static String[] texts(List<String> texts) {
    return texts.toArray(String[]::new);
  }

  private void events() {
    List<Map.Entry<PostgresqlBatch.Place, PostgresqlBatch.Added>> all = List.copyOf(batch.added().entrySet());
    if (all.size() == 1) {
      Map.Entry<PostgresqlBatch.Place, PostgresqlBatch.Added> one = all.get(0);
      insert(EVENT, one.getKey().stream(), one.getKey().sequence(), one.getValue().ord(), one.getValue().record());
      return;
    }
    eachChunk(all, each -> each.getValue().record().length, chunk -> insert(EVENTS_OF_MANY,
        Column.of(chunk.stream().mapToLong(each -> each.getKey().stream()).toArray()),
        Column.of(chunk.stream().mapToLong(each -> each.getKey().sequence()).toArray()),
        Column.of(chunk.stream().mapToInt(each -> each.getValue().ord()).toArray()),
        Column.of(chunk.stream().map(each -> each.getValue().record()).toArray(byte[][]::new))));
  }

  private void insert(String rows, Object... values) {
    List<Object> all = new ArrayList<>();
    all.add(list);
    if (session != null) {
      all.add(session);
    }
    all.addAll(List.of(values));
    pipeline.add(EVENTS.formatted(session == null ? "" : OF_SESSION, rows), all.toArray());
  }

  /** Very large batches go in several statements: the server takes less than 1 GiB for one value. */
  private static <T> void eachChunk(List<T> all, ToIntFunction<T> size, Consumer<List<T>> add) {
    int from = 0;
    long bytes = 0;
    for (int at = 0; at < all.size(); at++) {
      bytes += size.applyAsInt(all.get(at));
      if (bytes >= CHUNK_BYTES || at == all.size() - 1) {
        add.accept(all.subList(from, at + 1));
        from = at + 1;
        bytes = 0;
      }
    }
  }

  private void snapshots() {
    eachChunk(places(true), place -> record(place).length, chunk -> pipeline.add(SNAPSHOTS, streamsOf(chunk),
        sequencesOf(chunk), Column.of(chunk.stream().map(this::record).toArray(byte[][]::new))));
    List<PostgresqlBatch.Place> dropped = places(false);
    if (!dropped.isEmpty()) {
      pipeline.add(DROPPED_SNAPSHOTS, streamsOf(dropped), sequencesOf(dropped));
    }
  }

  private List<PostgresqlBatch.Place> places(boolean kept) {
    return batch.snapshots().entrySet().stream().filter(each -> kept == (each.getValue() != null))
        .map(Map.Entry::getKey).toList();
  }

  private byte[] record(PostgresqlBatch.Place place) {
    byte @Nullable [] record = batch.snapshots().get(place);
    return record == null ? new byte[0] : record;
  }

  private static Column streamsOf(List<PostgresqlBatch.Place> places) {
    return Column.of(places.stream().mapToLong(PostgresqlBatch.Place::stream).toArray());
  }

  private static Column sequencesOf(List<PostgresqlBatch.Place> places) {
    return Column.of(places.stream().mapToLong(PostgresqlBatch.Place::sequence).toArray());
  }

  private void log() {
    if (next == null && (batch.events() > 0 || !batch.deletions().isEmpty())) {
      pipeline.add(PostgresqlTables.LOCK);
    }
    if (!batch.deletions().isEmpty()) {
      List<PostgresqlBatch.Range> ranges = List.copyOf(batch.deletions().values());
      pipeline.add(DELETED, Column.of(batch.deletions().keySet().stream().mapToLong(Long::longValue).toArray()),
          Column.of(texts(ranges.stream().map(PostgresqlBatch.Range::store).toList())),
          Column.of(ranges.stream().mapToLong(PostgresqlBatch.Range::above).toArray()),
          Column.of(ranges.stream().mapToLong(PostgresqlBatch.Range::through).toArray()));
    }
    if (batch.events() > 0 && next == null) {
      pipeline.add(NEXT_OF_ALL, list, batch.events());
    } else if (batch.events() > 0) {
      pipeline.add(NEXT, list, next.generation(), next.offset(), batch.events());
    }
    if (!batch.reclaimed().isEmpty()) {
      List<String> stores = List.copyOf(batch.reclaimed().keySet());
      pipeline.add(RECLAIMED, Column.of(texts(stores)),
          Column.of(stores.stream().mapToInt(store -> batch.reclaimed().get(store)).toArray()), list);
    }
  }
}
