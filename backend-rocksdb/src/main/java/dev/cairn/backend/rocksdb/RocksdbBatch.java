package dev.cairn.backend.rocksdb;

import dev.cairn.backend.rocksdb.RocksdbPlaces.Place;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;

/** A batch of commits on its way into one write of RocksDB. No view shows such a write yet, so this remembers it. */
final class RocksdbBatch {

  /** Events of one commit in this batch: from {@code first} to {@code last}, at consecutive positions. */
  private record Fresh(long stream, long first, long last, Position firstPosition) {
    Position position(long sequence) {
      return new Position(firstPosition.generation(), firstPosition.offset() + sequence - first);
    }
  }

  /** Looks at one event; answers whether to go on. */
  private interface Look {
    boolean at(long sequence, Position position) throws RocksDBException;
  }

  /** So many deletions of one key each cost more than each later search pays for a deletion of a range. */
  private static final long WORTH_A_RANGE = 4096;

  private final RocksdbWriter writer;
  private final RocksdbWrites writes;
  private final RocksdbLogChanges log;
  private final List<Fresh> fresh = new ArrayList<>();
  private boolean deleted;

  RocksdbBatch(RocksdbWriter writer, RocksdbWrites writes) {
    this.writer = writer;
    this.writes = writes;
    this.log = new RocksdbLogChanges(writes);
  }

  CommitResult add(Commit commit) throws RocksDBException {
    RocksdbStream stream = writer.stream(commit.stream());
    CommitResult objection = stream.head().objection(commit, writer.generation(), writer.maxRecordBytes());
    if (objection != null) {
      return objection;
    }
    StreamHead after = stream.head().after(commit, readThrough(stream, commit));
    if (after.last() > 0) {
      store(commit, stream, after);
    }
    return new CommitResult.Stored(writer.newest());
  }

  /** Comes after the last commit. Keeps the highest position, where the event that had it may be gone. */
  void end() throws RocksDBException {
    log.end();
    if (deleted) {
      writes.put(RocksdbKey.HIGHEST, position(writer.newest()));
    }
  }

  private void store(Commit commit, RocksdbStream stream, StreamHead after) throws RocksDBException {
    StreamHead before = stream.head();
    RocksdbStream changed = new RocksdbStream(stream.number() == 0 ? writer.nextStream() : stream.number(), after,
        current(stream, commit, after));
    if (stream.number() == 0) {
      RocksdbNames.put(writes, changed.number(), commit.stream());
    }
    boolean deletes = after.deletedThrough() != before.deletedThrough();
    if (deletes) {
      delete(changed, before.deletedThrough() + 1);
    }
    boolean otherSnapshots = !after.snapshots().equals(before.snapshots());
    if (commit.snapshot().isPresent() || otherSnapshots) {
      storeSnapshots(commit, stream, changed);
    }
    if (stream.number() == 0 || deletes || after.purgedThrough() != before.purgedThrough()
        || otherSnapshots && !isNewer(changed.current(), before)) {
      writes.put(RocksdbKey.stream(commit.stream()), changed.entry());
    }
    storeEvents(commit, changed);
    writer.remember(changed);
  }

  /** Events that the same commit deletes are counted, but never written. */
  private void storeEvents(Commit commit, RocksdbStream stream) throws RocksDBException {
    long sequence = commit.expectedLast();
    long first = Math.max(sequence, stream.head().deletedThrough()) + 1;
    for (byte[] record : commit.events()) {
      Position position = writer.nextPosition();
      log.add(position, new Place(stream.number(), ++sequence));
      if (sequence < first) {
        continue;
      }
      if (sequence == first) {
        fresh.add(new Fresh(stream.number(), first, commit.lastAfter(), position));
      }
      int size = RocksdbBytes.sizeOf(position.generation(), position.offset()) + record.length;
      writes.put(RocksdbKey.event(stream.number(), sequence),
          RocksdbBytes.sized(size).position(position).all(record).done());
    }
  }

  /** A single snapshot replaces the one before under the same key; each of several has a key of its own. */
  private static long current(RocksdbStream before, Commit commit, StreamHead after) {
    boolean keepsOne = commit.retention() instanceof Retention.Keep keep && keep.snapshots() == 1;
    long newest = commit.snapshot().map(Snapshot::sequence).orElse(0L);
    if (keepsOne && after.snapshots().contains(newest)) {
      return newest;
    }
    return after.snapshots().contains(before.current()) ? before.current() : 0;
  }

  /** A current snapshot newer than all others is in no entry; that it is there says that the others are gone. */
  private static boolean isNewer(long current, StreamHead before) {
    return current > 0 && before.snapshots().stream().allMatch(sequence -> sequence < current);
  }

  private void storeSnapshots(Commit commit, RocksdbStream before, RocksdbStream stream) throws RocksDBException {
    List<Long> kept = stream.head().snapshots();
    for (long sequence : before.head().snapshots()) {
      if (sequence != before.current() && (!kept.contains(sequence) || sequence == stream.current())) {
        writes.delete(RocksdbKey.snapshot(stream.number(), sequence));
      }
    }
    if (before.current() != 0 && stream.current() == 0) {
      writes.delete(RocksdbKey.current(stream.number()));
    }
    Snapshot snapshot = commit.snapshot().orElse(null);
    if (snapshot != null && kept.contains(snapshot.sequence())) {
      store(snapshot, stream);
    }
  }

  private void store(Snapshot snapshot, RocksdbStream stream) throws RocksDBException {
    long sequence = snapshot.sequence();
    if (sequence == stream.current()) {
      int size = RocksdbBytes.sizeOf(sequence) + snapshot.record().length;
      writes.put(RocksdbKey.current(stream.number()),
          RocksdbBytes.sized(size).number(sequence).all(snapshot.record()).done());
    } else {
      writes.put(RocksdbKey.snapshot(stream.number(), sequence), snapshot.record());
    }
  }

  private void delete(RocksdbStream stream, long from) throws RocksDBException {
    long through = stream.head().deletedThrough();
    boolean asRange = through - from >= WORTH_A_RANGE;
    Position[] last = { null };
    log.delete(stream.number(), through);
    each(stream.number(), from, through, (sequence, position) -> {
      if (!asRange) {
        writes.delete(RocksdbKey.event(stream.number(), sequence));
      }
      writer.deletedEvent();
      if (log.isStored(position)) {
        writer.gaps().add(position);
      }
      last[0] = position;
      return true;
    });
    if (asRange) {
      writes.delete(RocksdbKey.event(stream.number(), from), RocksdbKey.event(stream.number(), through + 1));
    }
    if (last[0] != null) {
      String store = stream.head().stream().store();
      writes.put(RocksdbKey.reclaimed(store), position(writer.reclaim(store, last[0])));
    }
    deleted = true;
  }

  /** Returns the last event of the stream that no reader of the log has still to read. */
  private long readThrough(RocksdbStream stream, Commit commit) throws RocksDBException {
    long[] through = { Long.MAX_VALUE };
    if (commit.retention() instanceof Retention.Keep keep && !keep.readThrough().equals(Position.END)) {
      each(stream.number(), stream.head().deletedThrough() + 1, keep.deleteThrough(), (sequence, position) -> {
        boolean read = position.compareTo(keep.readThrough()) <= 0;
        through[0] = read ? through[0] : sequence - 1;
        return read;
      });
    }
    return through[0];
  }

  /** Shows the stored events and then the events of this batch, in order; tells whether to go on. */
  private boolean each(long stream, long from, long through, Look look) throws RocksDBException {
    boolean more = writer.read(view -> eachStored(view, stream, from, through, look));
    for (Fresh events : fresh) {
      for (long sequence = Math.max(from, events.first()); more && events.stream() == stream
          && sequence <= Math.min(through, events.last()); sequence++) {
        more = look.at(sequence, events.position(sequence));
      }
    }
    return more;
  }

  private static boolean eachStored(RocksdbView view, long stream, long from, long through, Look look)
      throws RocksDBException {
    byte[] prefix = RocksdbKey.events(stream);
    boolean there = from <= through && view.seek(RocksdbKey.event(stream, from));
    while (there && RocksdbKey.begins(view.key(), prefix)) {
      long sequence = RocksdbBytes.reading(view.key()).skip(prefix.length).number();
      if (sequence > through) {
        return true;
      }
      if (!look.at(sequence, RocksdbBytes.reading(view.value()).position())) {
        return false;
      }
      there = view.next();
    }
    return true;
  }

  private static byte[] position(Position position) {
    return RocksdbBytes.sized(RocksdbBytes.sizeOf(position.generation(), position.offset())).position(position).done();
  }
}
