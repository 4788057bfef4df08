package dev.cairn.tck;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Durability;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.KeyBytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Copies everything on each read, under one monitor. What a subclass of its provider may break, it asks the provider.
 */
final class CardboardBackend implements Backend {

  /** One location. */
  static final class Box {
    final Map<String, Stream> streams = new TreeMap<>();
    final List<StoredEvent> log = new ArrayList<>();
    final Map<String, Position> deletedThrough = new TreeMap<>();
    Position newest = Position.START;
    final Map<String, Long> epochs = new TreeMap<>();
    final Map<String, Map<String, Position>> holds = new TreeMap<>();
    final Set<Long> settled = new HashSet<>();
    long generation;
    long claims;
    boolean held;

    Box copy() {
      Box copy = new Box();
      streams.forEach((name, stream) -> copy.streams.put(name, stream.copy()));
      copy.log.addAll(log);
      copy.deletedThrough.putAll(deletedThrough);
      copy.newest = newest;
      copy.generation = generation;
      return copy;
    }
  }

  private static final class Stream {
    final TreeMap<Long, Snapshot> snapshots = new TreeMap<>();
    final StreamKey key;
    long last;
    long deletedThrough;
    long purgedThrough;

    Stream(StreamKey key) {
      this.key = key;
    }

    Stream copy() {
      Stream copy = new Stream(key);
      copy.snapshots.putAll(snapshots);
      copy.last = last;
      copy.deletedThrough = deletedThrough;
      copy.purgedThrough = purgedThrough;
      return copy;
    }

    StreamHead head() {
      return new StreamHead(key, last, deletedThrough, purgedThrough, List.copyOf(snapshots.keySet()));
    }
  }

  private final CardboardProvider provider;
  private final Box box;
  private final BackendInfo info;
  private final boolean writes;
  private final @Nullable CardboardBackend of;
  private volatile boolean closed;

  CardboardBackend(CardboardProvider provider, Box box, boolean writes) {
    this(provider, box, writes, null);
  }

  private CardboardBackend(CardboardProvider provider, Box box, boolean writes, @Nullable CardboardBackend of) {
    this.of = of;
    this.provider = provider;
    this.box = box;
    this.info = provider.claim(BackendInfo.embedded("cardboard").generation(box.generation)
        .durability(Durability.NONE).maxRecordBytes(1 << 20)).build();
    this.writes = writes;
  }

  @Override
  public BackendInfo info() {
    requireOpen();
    return info;
  }

  @Override
  public List<CommitResult> commit(List<Commit> commits) {
    synchronized (box) {
      requireOpen();
      if (!writes) {
        throw new BackendException.Misconfigured("only to read");
      }
      if (box.settled.contains(info.generation())) {
        throw new BackendException.Unavailable("settled", null);
      }
      List<CommitResult> results = new ArrayList<>();
      for (Commit commit : commits) {
        results.add(provider.goesOn(results) ? commit(commit) : results.get(results.size() - 1));
      }
      return results;
    }
  }

  private CommitResult commit(Commit commit) {
    String name = provider.streamName(commit.stream());
    Stream stream = box.streams.getOrDefault(name, new Stream(commit.stream()));
    long seen = commit.snapshot().map(Snapshot::sequence).orElse(0L);
    boolean exact = !commit.events().isEmpty() || commit.retention() instanceof Retention.Purge;
    long epoch = info.multiProcess() ? box.epochs.getOrDefault(name, 0L) : box.generation;
    if (commit.epoch() != Commit.NO_EPOCH && provider.isLate(commit.epoch(), epoch)) {
      return new CommitResult.Fenced(epoch);
    }
    boolean late = seen != 0 && (seen < stream.deletedThrough || seen <= stream.purgedThrough);
    if (commit.retention() instanceof Retention.Begin ? stream.last != 0
        : late || (exact ? !provider.accepts(commit.expectedLast(), stream.last) : stream.last < seen)) {
      return new CommitResult.Conflict(stream.last);
    }
    List<byte[]> records = new ArrayList<>(commit.events());
    commit.snapshot().ifPresent(snapshot -> records.add(snapshot.record()));
    if (provider.checksSizesBeforeStoring() && tooLarge(records) > 0) {
      return new CommitResult.TooLarge(tooLarge(records));
    }
    Position before = box.newest;
    if (commit.retention() instanceof Retention.Begin begin) {
      stream.last = begin.deletedThrough();
      stream.deletedThrough = begin.deletedThrough();
      stream.purgedThrough = begin.purgedThrough();
      box.streams.put(name, stream);
    }
    for (byte[] record : commit.events()) {
      if (record.length > info.maxRecordBytes()) {
        return new CommitResult.TooLarge(record.length);
      }
      box.newest = new Position(provider.generationOfPositions(box.generation), box.newest.offset() + 1);
      box.log.add(new StoredEvent(commit.stream(), ++stream.last, box.newest, record));
      box.streams.put(name, stream);
    }
    commit.snapshot().ifPresent(snapshot -> stream.snapshots.put(snapshot.sequence(), snapshot));
    retain(commit, stream, before);
    return new CommitResult.Stored(box.newest);
  }

  private long tooLarge(List<byte[]> records) {
    long largest = records.stream().mapToLong(record -> record.length).max().orElse(0);
    return largest > info.maxRecordBytes() ? largest : 0;
  }

  private void retain(Commit commit, Stream stream, Position before) {
    if (commit.retention().equals(Retention.ALL)) {
      return;
    }
    if (commit.retention() instanceof Retention.Keep keep) {
      while (stream.snapshots.size() > keep.snapshots()) {
        stream.snapshots.pollFirstEntry();
      }
      long through =
          stream.snapshots.isEmpty() ? 0 : provider.deletable(keep.deleteThrough(), stream.snapshots.firstKey());
      Position read = least(keep.readThrough(), stream.key.store());
      long unread = box.log.stream().filter(event -> event.stream().equals(stream.key)
          && event.position().compareTo(before) <= 0 && event.position().compareTo(read) > 0)
          .mapToLong(StoredEvent::sequence).findFirst().orElse(Long.MAX_VALUE);
      stream.deletedThrough = Math.max(stream.deletedThrough, Math.min(through, unread - 1));
      remove(stream, before);
    } else if (commit.retention() instanceof Retention.Purge) {
      String purged = provider.streamName(commit.stream());
      box.streams.forEach((name, other) -> {
        if (provider.purgeReaches(purged, name)) {
          other.snapshots.clear();
          other.deletedThrough = other.last;
          other.purgedThrough = other.last;
          remove(other, before);
        }
      });
    }
  }

  private Position least(Position readThrough, String store) {
    return box.holds.getOrDefault(store, Map.of()).values().stream()
        .filter(held -> held.compareTo(readThrough) < 0).min(Position::compareTo).orElse(readThrough);
  }

  private void remove(Stream stream, Position before) {
    for (StoredEvent event : List.copyOf(box.log)) {
      if (event.stream().equals(stream.key) && event.sequence() <= stream.deletedThrough) {
        box.log.remove(event);
        if (event.position().compareTo(before) <= 0) {
          box.deletedThrough.merge(stream.key.store(), event.position(),
              (one, other) -> one.compareTo(other) > 0 ? one : other);
        }
      }
    }
  }

  @Override
  public Claim claim(StreamKey stream) {
    synchronized (box) {
      requireOpen();
      long epoch = info.multiProcess() ? provider.nextEpoch(box) : info.generation();
      box.epochs.put(provider.streamName(stream), epoch);
      return new Claim(epoch, recover(stream, 0).head());
    }
  }

  @Override
  public Claim renew(StreamKey stream, long epoch) {
    synchronized (box) {
      requireOpen();
      long holds = box.epochs.getOrDefault(provider.streamName(stream), epoch);
      if (info.multiProcess() && holds != epoch) {
        throw new BackendException.Fenced(stream, holds);
      }
      return new Claim(info.multiProcess() ? epoch : info.generation(), recover(stream, 0).head());
    }
  }

  @Override
  public void settle(long generation) {
    synchronized (box) {
      requireOpen();
      box.settled.add(generation);
    }
  }

  @Override
  public void hold(String store, String reader, Position readThrough) {
    synchronized (box) {
      requireOpen();
      box.holds.computeIfAbsent(store, name -> new TreeMap<>()).merge(reader, readThrough,
          (held, more) -> held.compareTo(more) < 0 ? held : more);
    }
  }

  @Override
  public void release(String store, String reader, Optional<Position> readThrough) {
    synchronized (box) {
      requireOpen();
      Map<String, Position> holds = box.holds.computeIfAbsent(store, name -> new TreeMap<>());
      readThrough.ifPresentOrElse(read -> holds.put(reader, read), () -> holds.remove(reader));
    }
  }

  @Override
  public Recovery recover(StreamKey key, long atMost) {
    synchronized (box) {
      requireOpen();
      Stream stream = box.streams.getOrDefault(provider.streamName(key), new Stream(key));
      Optional<Snapshot> snapshot = Optional.ofNullable(stream.snapshots.floorEntry(atMost)).map(Map.Entry::getValue);
      long covered = snapshot.map(Snapshot::sequence).orElse(0L);
      return new Recovery(provider.told(stream.head()), snapshot, events(key, covered + 1, Long.MAX_VALUE));
    }
  }

  @Override
  public LogCursor events(StreamKey key, long from, long to) {
    return select(event -> event.stream().equals(key) && from <= event.sequence() && event.sequence() <= to, 0,
        key.store());
  }

  @Override
  public LogCursor log(String store, Position after) {
    if (!info.globalLog()) {
      throw new BackendException.Misconfigured("no global log");
    }
    return select(event -> event.stream().store().equals(store) && event.position().compareTo(after) > 0,
        provider.hiddenFromTheLog(), store);
  }

  private LogCursor select(Predicate<StoredEvent> wanted, long hidden, String store) {
    synchronized (box) {
      requireOpen();
      List<StoredEvent> seen = box.log.stream().limit(Math.max(0, box.log.size() - hidden)).filter(wanted).toList();
      return new Copy(provider.read(seen), provider.horizon(box.newest),
          box.deletedThrough.getOrDefault(store, Position.START));
    }
  }

  @Override
  public Cursor<StreamHead> streams(String store, Optional<StreamKey> after) {
    synchronized (box) {
      requireOpen();
      Iterator<StreamHead> heads = box.streams.values().stream().map(Stream::head)
          .filter(head -> head.stream().store().equals(store))
          .sorted(Comparator.comparing(StreamHead::stream, KeyBytes.ORDER))
          .dropWhile(head -> after.isPresent() && !provider.follows(KeyBytes.ORDER.compare(head.stream(), after.get())))
          .toList().iterator();
      return new Cursor<>() {
        @Override
        public @Nullable StreamHead next() {
          return heads.hasNext() ? heads.next() : null;
        }

        @Override
        public void close() {}
      };
    }
  }

  @Override
  public Backend pointInTime() {
    synchronized (box) {
      requireOpen();
      if (of != null) {
        throw new BackendException.Misconfigured("one moment already");
      }
      return new CardboardBackend(provider, provider.asOfNow(box), false, this);
    }
  }

  @Override
  public List<String> stores() {
    synchronized (box) {
      requireOpen();
      return box.streams.values().stream().map(stream -> stream.key.store()).distinct().sorted().toList();
    }
  }

  @Override
  public void close() {
    synchronized (box) {
      if (!closed && writes) {
        provider.release(box);
      }
      closed = true;
    }
  }

  private void requireOpen() {
    if (of != null) {
      of.requireOpen();
    }
    if (closed) {
      throw new BackendException.Closed("cardboard");
    }
  }

  private final class Copy implements LogCursor {
    private final Iterator<StoredEvent> events;
    private final Position horizon;
    private final Position deletedThrough;
    private boolean ended;

    Copy(List<StoredEvent> events, Position horizon, Position deletedThrough) {
      this.events = events.iterator();
      this.horizon = horizon;
      this.deletedThrough = deletedThrough;
    }

    @Override
    public @Nullable StoredEvent next() {
      requireOpen();
      if (ended) {
        throw new BackendException.Closed("cursor");
      }
      return events.hasNext() ? events.next() : null;
    }

    @Override
    public Position horizon() {
      return horizon;
    }

    @Override
    public Position deletedThrough() {
      return deletedThrough;
    }

    @Override
    public void close() {
      ended = true;
    }
  }
}
