package dev.cairn.backend.rocksdb;

import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Position;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.BatchWriter;
import dev.cairn.spi.embedded.HeadCache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the single writer knows between two batches. Used by one thread at a time. A batch is one write of RocksDB, and
 * one sync where the durability is {@code SYNC}. After an exception the writer is not used again: it may know of
 * commits that are not stored.
 */
final class RocksdbWriter implements BatchWriter {
  private final RocksdbDatabase database;
  private final long generation;
  private final long maxRecordBytes;
  private final HeadCache<RocksdbStream> streams = new HeadCache<>();
  private final Map<String, Position> reclaimed = new HashMap<>();
  private final RocksdbGaps gaps;
  private Position newest;
  private long offset;
  private long highestStream;
  private long deletedEvents;

  private RocksdbWriter(RocksdbDatabase database, long generation, long maxRecordBytes) {
    this.database = database;
    this.generation = generation;
    this.maxRecordBytes = maxRecordBytes;
    this.gaps = new RocksdbGaps(generation);
    this.newest = database.read(RocksdbLog::newest);
    this.highestStream = database.read(RocksdbNames::highest);
  }

  /** Claims the next generation, with a sync. */
  static RocksdbWriter open(RocksdbDatabase database, long maxRecordBytes) {
    long generation = new RocksdbReads(RocksdbViews.fresh(database)).generation() + 1;
    byte[] claim = RocksdbBytes.sized(RocksdbBytes.sizeOf(generation)).number(generation).done();
    RocksdbNames.complete(database);
    database.writeSynced(writes -> writes.put(RocksdbKey.GENERATION, claim));
    return new RocksdbWriter(database, generation, maxRecordBytes);
  }

  long generation() {
    return generation;
  }

  long maxRecordBytes() {
    return maxRecordBytes;
  }

  @Override
  public List<CommitResult> commit(List<Commit> commits) {
    List<CommitResult> results = new ArrayList<>(commits.size());
    database.write(writes -> {
      RocksdbBatch batch = new RocksdbBatch(this, writes);
      for (Commit commit : commits) {
        results.add(batch.add(commit));
      }
      batch.end();
    });
    streams.rotate();
    while (gaps.areDue()) {
      closeGaps(gaps::takeDue);
    }
    return results;
  }

  <T> T read(RocksdbDatabase.Reading<T> reading) {
    return database.read(reading);
  }

  RocksdbStream stream(StreamKey key) {
    RocksdbStream known = streams.find(key);
    return known != null ? known : database.read(view -> RocksdbStream.find(view, key));
  }

  void remember(RocksdbStream stream) {
    streams.put(stream.head().stream(), stream);
  }

  long nextStream() {
    return ++highestStream;
  }

  Position nextPosition() {
    newest = new Position(generation, ++offset);
    return newest;
  }

  Position newest() {
    return newest;
  }

  /** Takes note of an event that leaves the log of a store; returns the newest that ever did. */
  Position reclaim(String store, Position position) {
    Position before = reclaimed.computeIfAbsent(store, name -> database.read(view -> {
      byte[] written = view.get(RocksdbKey.reclaimed(name));
      return written == null ? Position.START : RocksdbBytes.reading(written).position();
    }));
    Position now = position.compareTo(before) > 0 ? position : before;
    reclaimed.put(store, now);
    return now;
  }

  /** The positions of deleted events. */
  RocksdbGaps gaps() {
    return gaps;
  }

  /** Ends in order: the log names no deleted event any more. */
  void finish() {
    while (!gaps.isEmpty()) {
      closeGaps(gaps::takeAny);
    }
  }

  private void closeGaps(Supplier<RocksdbGaps.Due> due) {
    database.writeUnsynced(writes -> database.read(view -> {
      due.get().close(view, writes);
      return view;
    }));
  }

  void deletedEvent() {
    deletedEvents++;
  }

  /** How many events this session has deleted. */
  long deletedEvents() {
    return deletedEvents;
  }
}
