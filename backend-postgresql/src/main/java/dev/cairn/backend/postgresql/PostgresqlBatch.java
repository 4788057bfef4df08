package dev.cairn.backend.postgresql;

import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a batch of commits changes in the tables, and what each commit is answered. */
final class PostgresqlBatch {

  /** An event or a snapshot of a stream. */
  record Place(long stream, long sequence) {}

  /** An event to store, with its number in the batch, from 1. */
  record Added(int ord, byte[] record) {}

  /** Stored events of a stream that go: those after the one, up to the other. */
  record Range(String store, long above, long through) {}

  /** Finds the last event of a stream, at or below a sequence, that a reader of the log has read. */
  interface ReadEvents {
    long readThrough(PostgresqlStream stream, long atMost, Position position) throws SQLException;

    /** The offset in the log up to which the readers of all processes have read; the highest number where all have. */
    default long offset(String store) {
      return Long.MAX_VALUE;
    }
  }

  /** What a commit is answered: the objection, or its place in the batch. */
  private record Answer(@Nullable CommitResult objection, int ord) {}

  private final long era;
  private final long maxRecordBytes;
  private final Position newest;
  private final ReadEvents readEvents;
  private final Map<StreamKey, PostgresqlStream> before;
  private final Map<StreamKey, PostgresqlStream> after = new LinkedHashMap<>();
  private final Map<Place, Added> events = new LinkedHashMap<>();
  private final Map<Place, byte @Nullable []> snapshots = new LinkedHashMap<>();
  private final Map<Long, Range> deletions = new TreeMap<>();
  private final Map<String, Integer> reclaimed = new HashMap<>();
  private final List<Answer> answers = new ArrayList<>();
  private int ord;

  /**
   * Begins a batch.
   *
   * @param era of the positions of its events
   * @param newest the newest position so far; where it is not known, nothing of the batch lets events go
   * @param before all streams of the batch
   */
  PostgresqlBatch(long era, long maxRecordBytes, Position newest, Map<StreamKey, PostgresqlStream> before,
      ReadEvents readEvents) {
    this.era = era;
    this.maxRecordBytes = maxRecordBytes;
    this.newest = newest;
    this.before = before;
    this.readEvents = readEvents;
  }

  /** Adds the next commit. */
  void add(Commit commit) throws SQLException {
    PostgresqlStream stream = now(commit.stream());
    long epoch = stream.epoch() == 0 ? commit.epoch() : stream.epoch();
    CommitResult objection = stream.head().objection(commit, epoch, maxRecordBytes);
    if (objection == null) {
      StreamHead head = stream.head().after(commit, readThrough(commit, stream));
      if (head.last() > 0) {
        store(commit, stream.under(epoch), head);
      }
    }
    answers.add(new Answer(objection, ord));
  }

  private PostgresqlStream now(StreamKey key) {
    PostgresqlStream changed = after.get(key);
    return changed == null ? before.get(key) : changed;
  }

  /** Of the events that earlier commits of the batch bring, the position is known as well: it is above all others. */
  private long readThrough(Commit commit, PostgresqlStream stream) throws SQLException {
    long held = readEvents.offset(commit.stream().store());
    if (!(commit.retention() instanceof Retention.Keep keep)
        || keep.readThrough().equals(Position.END) && held == Long.MAX_VALUE
        || keep.deleteThrough() <= stream.head().deletedThrough()) {
      return Long.MAX_VALUE;
    }
    PostgresqlStream then = before.get(commit.stream());
    long stored = then.stored() ? then.head().last() : 0;
    long atMost = Math.min(keep.deleteThrough(), stored);
    long read = atMost > stream.head().deletedThrough()
        ? readEvents.readThrough(new PostgresqlStream(stream.id(), true, 0, stream.head()), atMost, keep.readThrough())
        : atMost;
    if (read < atMost) {
      return read;
    }
    for (long sequence = Math.max(stored, stream.head().deletedThrough()) + 1; sequence <= stream.head().last();
        sequence++) {
      Added event = events.get(new Place(stream.id(), sequence));
      if (event != null) {
        Position position = position(era, newest.offset(), event.ord());
        if (position.compareTo(keep.readThrough()) > 0 || position.offset() > held) {
          return sequence - 1;
        }
      }
    }
    return Long.MAX_VALUE;
  }

  private void store(Commit commit, PostgresqlStream stream, StreamHead head) {
    String store = commit.stream().store();
    delete(store, stream, head.deletedThrough());
    long sequence = commit.expectedLast();
    for (byte[] record : commit.events()) {
      sequence++;
      ord++;
      if (sequence > head.deletedThrough()) {
        events.put(new Place(stream.id(), sequence), new Added(ord, record));
      }
    }
    commit.snapshot().ifPresent(kept -> keep(stream, kept));
    List<Long> had = new ArrayList<>(stream.head().snapshots());
    commit.snapshot().map(Snapshot::sequence).ifPresent(had::add);
    had.removeAll(head.snapshots());
    had.forEach(gone -> snapshots.put(new Place(stream.id(), gone), null));
    after.put(commit.stream(), new PostgresqlStream(stream.id(), stream.stored(), stream.epoch(), head));
  }

  private void keep(PostgresqlStream stream, Snapshot snapshot) {
    snapshots.put(new Place(stream.id(), snapshot.sequence()), snapshot.record());
  }

  private void delete(String store, PostgresqlStream stream, long through) {
    StreamHead first = before.get(stream.head().stream()).head();
    long last = Math.min(through, stream.stored() ? first.last() : 0);
    if (last > first.deletedThrough()) {
      deletions.put(stream.id(), new Range(store, first.deletedThrough(), last));
    }
    long end = Math.min(through, stream.head().last());
    for (long gone = Math.max(stream.head().deletedThrough(), last) + 1; gone <= end; gone++) {
      Added event = events.remove(new Place(stream.id(), gone));
      if (event != null) {
        reclaimed.merge(store, event.ord(), Math::max);
      }
    }
  }

  private Position position(long inEra, long before, int number) {
    return number == 0 ? newest : new Position(inEra, before + number);
  }

  /** Whether the tables stay as they are. */
  boolean changesNothing() {
    return after.isEmpty();
  }

  /** Whether each commit is stored, and answered with the position of an event of the batch. */
  boolean isAllStored() {
    return answers.stream().allMatch(answer -> answer.objection() == null && answer.ord() > 0);
  }

  /** How many events the commits bring, also those that are not kept. */
  int events() {
    return ord;
  }

  /** The newest position once the batch is stored. */
  Position newest(long inEra, long before) {
    return position(inEra, before, ord);
  }

  /**
   * What each commit is answered.
   *
   * @param inEra the era in which the batch was stored
   * @param before the offset before that of its first event
   */
  List<CommitResult> results(long inEra, long before) {
    List<CommitResult> results = new ArrayList<>(answers.size());
    for (Answer answer : answers) {
      results.add(answer.objection() != null ? answer.objection()
          : new CommitResult.Stored(position(inEra, before, answer.ord())));
    }
    return results;
  }

  /** The streams as the batch found them. */
  PostgresqlStream before(StreamKey key) {
    return before.get(key);
  }

  Map<StreamKey, PostgresqlStream> streams() {
    return after;
  }

  Map<Place, Added> added() {
    return events;
  }

  /** The snapshots to keep, with their records, and those to drop, with null. */
  Map<Place, byte @Nullable []> snapshots() {
    return snapshots;
  }

  Map<Long, Range> deletions() {
    return deletions;
  }

  /** For each store the newest event, by its number in the batch, that was in the log between two commits only. */
  Map<String, Integer> reclaimed() {
    return reclaimed;
  }
}
