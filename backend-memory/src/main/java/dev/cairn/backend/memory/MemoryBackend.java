package dev.cairn.backend.memory;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Durability;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

/** One opening of a {@link MemoryLocation}. */
final class MemoryBackend implements Backend {
  private final MemoryLocation location;
  private final BackendInfo info;
  private final boolean writes;
  private volatile boolean closed;

  MemoryBackend(MemoryLocation location, long generation, boolean writes) {
    this.location = location;
    this.info = BackendInfo.embedded("memory").generation(generation).durability(Durability.NONE).build();
    this.writes = writes;
  }

  @Override
  public BackendInfo info() {
    requireOpen();
    return info;
  }

  @Override
  public List<CommitResult> commit(List<Commit> commits) {
    synchronized (location) {
      requireWriter();
      List<CommitResult> results = new ArrayList<>(commits.size());
      commits.forEach(commit -> results.add(commit(commit)));
      return results;
    }
  }

  private CommitResult commit(Commit commit) {
    MemoryStream known = location.streams.get(commit.stream());
    MemoryStream stream = known == null ? new MemoryStream(commit.stream()) : known;
    CommitResult objection = stream.head().objection(commit, info.generation(), info.maxRecordBytes());
    if (objection != null) {
      return objection;
    }
    stream.store(commit, location);
    if (known == null && stream.head().last() > 0) {
      location.streams.put(commit.stream(), stream);
    }
    return new CommitResult.Stored(location.newest());
  }

  @Override
  public StreamHead claim(StreamKey stream, long epoch) {
    requireWriter();
    if (epoch != info.generation()) {
      throw new BackendException.Fenced(stream, info.generation());
    }
    return head(stream);
  }

  private StreamHead head(StreamKey key) {
    synchronized (location) {
      MemoryStream stream = location.streams.get(key);
      return stream == null ? StreamHead.empty(key) : stream.head();
    }
  }

  @Override
  public Recovery recover(StreamKey key, long atMost) {
    synchronized (location) {
      requireOpen();
      StreamHead head = head(key);
      MemoryStream stream = location.streams.get(key);
      Optional<Snapshot> snapshot = Optional.ofNullable(stream == null ? null : stream.snapshots.floorEntry(atMost))
          .map(Map.Entry::getValue);
      long covered = snapshot.map(Snapshot::sequence).orElse(head.deletedThrough());
      Iterator<StoredEvent> events = LongStream.rangeClosed(covered + 1, head.last())
          .mapToObj(sequence -> undeleted(key, sequence))
          .iterator();
      return new Recovery(head, snapshot, new MemoryCursor<>(this, events));
    }
  }

  private StoredEvent undeleted(StreamKey key, long sequence) {
    MemoryStream stream = Objects.requireNonNull(location.streams.get(key));
    StoredEvent event = stream.events.get(sequence);
    if (event == null) {
      throw new BackendException.Unavailable(
          "Event " + sequence + " of " + key + " was deleted while the stream was read.", null);
    }
    return event;
  }

  @Override
  public Cursor<StoredEvent> events(StreamKey key, long from, long to) {
    synchronized (location) {
      requireOpen();
      MemoryStream stream = location.streams.get(key);
      if (stream == null || from > Math.min(to, stream.head().last())) {
        return new MemoryCursor<>(this, Collections.emptyIterator());
      }
      Map<Long, StoredEvent> range = stream.events.subMap(from, true, Math.min(to, stream.head().last()), true);
      return new MemoryCursor<>(this, range.values().iterator());
    }
  }

  @Override
  public LogCursor log(String store, Position after) {
    requireOpen();
    Position deletedThrough;
    Position horizon;
    synchronized (location) {
      deletedThrough = location.deletedThrough(store);
      horizon = location.newest();
    }
    Iterator<StoredEvent> events = location.log.tailMap(after, false).values().stream()
        .takeWhile(event -> event.position().compareTo(horizon) <= 0)
        .filter(event -> event.stream().store().equals(store))
        .iterator();
    return new MemoryLogCursor(this, events, horizon, deletedThrough);
  }

  @Override
  public Cursor<StreamHead> streams(String store) {
    requireOpen();
    Iterator<StreamHead> heads = location.streams.keySet().stream()
        .filter(key -> key.store().equals(store))
        .map(this::head)
        .iterator();
    return new MemoryCursor<>(this, heads);
  }

  @Override
  public List<String> stores() {
    requireOpen();
    return location.streams.keySet().stream().map(StreamKey::store).distinct().toList();
  }

  @Override
  public void close() {
    synchronized (location) {
      if (!closed && writes) {
        location.release();
      }
      closed = true;
    }
  }

  void requireOpen() {
    if (closed) {
      throw new BackendException.Closed("This opening of the memory backend was closed.");
    }
  }

  private void requireWriter() {
    requireOpen();
    if (!writes) {
      throw new BackendException.Misconfigured("This location was opened to read; it cannot be written.");
    }
  }
}
