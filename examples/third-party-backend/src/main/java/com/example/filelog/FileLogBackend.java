package com.example.filelog;

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
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import dev.cairn.spi.embedded.LocationLock;
import dev.cairn.spi.embedded.PagedCursor;
import dev.cairn.spi.embedded.RecoveryStart;
import dev.cairn.spi.embedded.SingleWriter;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One session of a log file. A batch holds the index only while it uses it, so that reads go on beside a slow disk. A
 * cursor reads each record on demand.
 */
final class FileLogBackend implements Backend {
  private final LogFile file;
  private final Index index;
  private final FileLogBackend of; // the session of which this is a point in time, or null
  private final boolean writes;
  private final BackendInfo info;
  private final SingleWriter writing;
  private volatile boolean closed;

  private FileLogBackend(FileLogBackend of) {
    this.file = of.file;
    this.index = of.index.copy();
    this.of = of;
    this.writes = false;
    this.info = of.info;
    this.writing = new SingleWriter(this::requireOpen, info.generation(), null, null);
  }

  private FileLogBackend(LogFile file, Durability durability, LocationLock lock) {
    this.file = file;
    this.index = new Index();
    this.of = null;
    this.writes = lock != null;
    readOn();
    if (writes) {
      claim();
    }
    this.info = BackendInfo.embedded("filelog").engine("one file, version 1").generation(index.generation())
        .durability(durability).build();
    this.writing = new SingleWriter(this::requireOpen, info.generation(), writes ? this::store : null, lock);
  }

  static FileLogBackend toRead(LogFile file, Durability durability) {
    return open(file, durability, null);
  }

  static FileLogBackend toWrite(LogFile file, Durability durability, LocationLock lock) {
    return open(file, durability, lock);
  }

  private static FileLogBackend open(LogFile file, Durability durability, LocationLock lock) {
    try {
      return new FileLogBackend(file, durability, lock);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void readOn() {
    file.readOn((payload, offset) -> index.opened(Entry.read(payload, offset, index::apply)));
  }

  /** Claims the next generation, and syncs it together with all entries that were found. */
  private void claim() {
    index.opened(index.generation() + 1);
    file.cut();
    file.append(new Entry(index.generation(), List.of()).bytes());
    file.sync();
    file.syncFolder();
  }

  @Override
  public BackendInfo info() {
    requireOpen();
    return info;
  }

  @Override
  public List<CommitResult> commit(List<Commit> commits) {
    return writing.commit(commits);
  }

  private List<CommitResult> store(List<Commit> batch) {
    CommitPlan plan;
    synchronized (index) {
      plan = new CommitPlan(index, batch, info.generation(), info.maxRecordBytes());
    }
    if (!plan.accepted.isEmpty()) {
      store(new Entry(info.generation(), plan.accepted));
    }
    return plan.results;
  }

  private void store(Entry entry) {
    long offset = file.append(entry.bytes());
    if (info.durability() == Durability.SYNC) {
      file.sync();
    }
    synchronized (index) {
      Entry.read(entry.bytes(), offset, index::apply);
    }
  }

  @Override
  public Claim claim(StreamKey stream) {
    long epoch = writing.epoch();
    synchronized (index) {
      return new Claim(epoch, index.head(stream));
    }
  }

  @Override
  public Recovery recover(StreamKey key, long atMost) {
    synchronized (index) {
      refresh();
      IndexedStream stream = index.streams.getOrDefault(key, new IndexedStream(key));
      RecoveryStart start = RecoveryStart.of(stream.head(), atMost);
      Optional<Snapshot> snapshot = Optional.ofNullable(stream.snapshots.get(start.snapshot()))
          .map(place -> new Snapshot(start.snapshot(), file.bytes(place)));
      return new Recovery(stream.head(), snapshot, cursor(stream.events.tailMap(start.firstEvent()).values(), ""));
    }
  }

  @Override
  public Cursor<StoredEvent> events(StreamKey key, long from, long to) {
    synchronized (index) {
      refresh();
      IndexedStream stream = index.streams.get(key);
      return cursor(stream == null || from > to ? List.of() : stream.events.subMap(from, true, to, true).values(), "");
    }
  }

  @Override
  public LogCursor log(String store, Position after) {
    synchronized (index) {
      refresh();
      return cursor(index.log.tailMap(after, false).values().stream()
          .filter(event -> event.stream().store().equals(store)).toList(), store);
    }
  }

  /** Pages of one event, of those that the index knows now. */
  private LogCursor cursor(Collection<IndexedEvent> events, String store) {
    Iterator<IndexedEvent> rest = List.copyOf(events).iterator();
    return new PagedCursor.Log(this::requireOpen, index.newest(), index.deletedThrough(store),
        last -> rest.hasNext() ? List.of(read(rest.next())) : List.of());
  }

  private StoredEvent read(IndexedEvent event) {
    return new StoredEvent(event.stream(), event.sequence(), event.position(), file.bytes(event.place()));
  }

  @Override
  public Cursor<StreamHead> streams(String store, Optional<StreamKey> after) {
    synchronized (index) {
      refresh();
      Map<StreamKey, IndexedStream> streams = after.isEmpty() ? index.streams
          : index.streams.tailMap(after.get(), false);
      List<StreamHead> heads = streams.values().stream().map(IndexedStream::head)
          .filter(head -> head.stream().store().equals(store)).toList();
      return new PagedCursor<>(this::requireOpen, heads, last -> List.of());
    }
  }

  /** The file only grows, so a copy of the index is a point in time. */
  @Override
  public Backend pointInTime() {
    if (of != null) {
      throw new BackendException.Misconfigured("This is a point in time already.");
    }
    synchronized (index) {
      refresh();
      return new FileLogBackend(this);
    }
  }

  @Override
  public List<String> stores() {
    synchronized (index) {
      refresh();
      return index.streams.keySet().stream().map(StreamKey::store).distinct().toList();
    }
  }

  /** A session that reads looks for new entries of the writer. */
  private void refresh() {
    requireOpen();
    if (!writes && of == null) {
      readOn();
    }
  }

  @Override
  public void close() {
    writing.close(whole -> {
      if (!closed) {
        closed = true;
        closeFile();
      }
    });
  }

  private void closeFile() {
    if (of == null) {
      file.close();
    }
  }

  private void requireOpen() {
    if (of != null) {
      of.requireOpen();
    }
    if (closed) {
      throw new BackendException.Closed("This session of the file was closed.");
    }
  }
}
