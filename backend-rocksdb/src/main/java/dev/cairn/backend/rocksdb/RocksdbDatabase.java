package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The guard of one open RocksDB: every native call of this backend is made inside {@link #read}, {@link #write} or
 * {@link #flush}, and no native object leaves them. Using a closed native object would end the JVM. So closing turns
 * new calls away, waits for the calls under way, and only then frees anything.
 */
final class RocksdbDatabase {
  private static final long WORTH_A_COMPACTION = 1_000;

  /** Reads from a view, which ends with it. */
  interface Reading<T> {
    T from(RocksdbView view) throws RocksDBException;
  }

  /** Collects puts and deletions, which are then written, all or nothing. */
  interface Writing {
    void into(RocksdbWrites writes) throws RocksDBException;
  }

  private interface Native<T> {
    T call() throws RocksDBException;
  }

  private final Path folder;
  private final RocksdbOptions options;
  private final RocksDB database;
  private final List<ColumnFamilyHandle> families;
  private final @Nullable RocksdbFollower follower;
  private final Set<RocksdbPin> pins = ConcurrentHashMap.newKeySet();
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private volatile boolean closed;
  private boolean freed;

  private RocksdbDatabase(Path folder, RocksdbOptions options, RocksDB database, List<ColumnFamilyHandle> families,
      @Nullable RocksdbFollower follower) {
    this.folder = folder;
    this.options = options;
    this.database = database;
    this.families = families;
    this.follower = follower;
  }

  /** The location whose folder this is. */
  Path location() {
    return Objects.requireNonNull(folder.getParent());
  }

  /** Opens as the one writer. What RocksDB recovers from its log goes into synced files before this returns. */
  static RocksdbDatabase write(RocksdbSettings settings, boolean create) {
    RocksdbDatabase opened = open(settings, new RocksdbOptions(settings).toWrite(create), null);
    opened.flush();
    if (settings.durability() == Durability.NONE) {
      RocksdbFollower.announce(settings.folder(), opened);
    }
    return opened;
  }

  /** Opens beside a writer that may be alive, and changes nothing. */
  static RocksdbDatabase follow(RocksdbSettings settings) {
    RocksdbOptions options = new RocksdbOptions(settings).toRead();
    return open(settings, options, new RocksdbFollower(settings.folder(), options));
  }

  private static RocksdbDatabase open(RocksdbSettings settings, RocksdbOptions options,
      @Nullable RocksdbFollower follower) {
    String path = settings.folder().toString();
    List<ColumnFamilyHandle> families = new ArrayList<>();
    RocksDB database = null;
    try {
      database = follower == null
          ? RocksDB.open(options.database, path, RocksdbFolder.descriptors(options), families)
          : RocksDB.openAsSecondary(options.database, path, path, RocksdbFolder.descriptors(options), families);
      return new RocksdbDatabase(settings.folder(), options, database, families, follower);
    } catch (RocksDBException e) {
      throw RocksdbFailure.told(settings.folder(), e);
    } finally {
      if (database == null) {
        options.close();
      }
    }
  }

  /** Shows everything as of now, or of some moment since this call began. */
  <T> T read(Reading<T> reading) {
    return guarded(() -> {
      try (RocksdbView view = newest()) {
        return reading.from(view);
      }
    });
  }

  private RocksdbView newest() throws RocksDBException {
    if (follower != null) {
      follower.catchUp(database);
    }
    return new RocksdbView(database.newIterator(family(), options.read));
  }

  /** Makes a view that stays until it is released or this is closed. */
  RocksdbPin pin() {
    return guarded(() -> {
      RocksdbPin pin = new RocksdbPin(newest());
      pins.add(pin);
      return pin;
    });
  }

  /** Shows everything as it was when the view was made. */
  <T> T read(RocksdbPin pin, Reading<T> reading) {
    return guarded(() -> pin.read(reading));
  }

  void release(RocksdbPin pin) {
    life.readLock().lock();
    try {
      if (pins.remove(pin)) {
        pin.close();
      }
    } finally {
      life.readLock().unlock();
    }
  }

  /** Writes what is collected, all or nothing, as the durability asks; does nothing where it is empty. */
  void write(Writing writing) {
    write(writing, options.write);
  }

  /** Writes what is collected, all or nothing. A later sync makes it durable, so a power loss may take it back. */
  void writeUnsynced(Writing writing) {
    write(writing, options.writeUnsynced);
  }

  /** Writes what is collected, all or nothing, with a sync of the log, whatever the durability. */
  void writeSynced(Writing writing) {
    try (WriteOptions synced = new WriteOptions().setSync(true)) {
      write(writing, synced);
    }
  }

  private void write(Writing writing, WriteOptions how) {
    guarded(() -> {
      try (WriteBatch batch = new WriteBatch()) {
        writing.into(new RocksdbWrites(batch, family()));
        if (batch.count() > 0) {
          database.write(how, batch);
        }
        return batch;
      }
    });
  }

  /** Brings everything that was written into synced files, and waits for it. */
  void flush() {
    guarded(() -> {
      flushNow();
      return folder;
    });
  }

  private void flushNow() throws RocksDBException {
    try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
      database.flush(waiting, family());
    }
  }

  Map<String, Long> statistics() {
    return guarded(() -> RocksdbStatistics.of(database, family()));
  }

  private ColumnFamilyHandle family() {
    return families.get(1);
  }

  /** Tells an error of RocksDB that was thrown inside of {@link #read}. */
  BackendException told(RocksDBException e) {
    return RocksdbFailure.told(folder, e);
  }

  private <T> T guarded(Native<T> work) {
    life.readLock().lock();
    try {
      requireOpen();
      return work.call();
    } catch (RocksDBException e) {
      throw RocksdbFailure.told(folder, e);
    } finally {
      life.readLock().unlock();
    }
  }

  void requireOpen() {
    if (closed) {
      throw new BackendException.Closed("This opening of the RocksDB backend was closed.");
    }
  }

  /** Closes once, after the calls under way. */
  void close() {
    close(() -> {
    });
  }

  /**
   * Closes once, after the calls under way; before that everything goes into synced files.
   *
   * @param deletedEvents how many events were deleted since it was opened
   */
  void closeWhole(long deletedEvents) {
    close(() -> {
      flushNow();
      dropDeleted(deletedEvents);
    });
  }

  private interface LastWork {
    void run() throws RocksDBException;
  }

  private void close(LastWork work) {
    closed = true;
    life.writeLock().lock();
    try {
      if (!freed) {
        freed = true;
        free(work);
      }
    } catch (RocksDBException e) {
      throw RocksdbFailure.told(folder, e);
    } finally {
      life.writeLock().unlock();
    }
  }

  /** A deleted key leaves a tombstone, and a search for a neighbour has to walk over it. */
  private void dropDeleted(long events) throws RocksDBException {
    if (events >= WORTH_A_COMPACTION && events > database.getLongProperty(family(), "rocksdb.estimate-num-keys")) {
      try (CompactRangeOptions all = new CompactRangeOptions()
          .setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForce)) {
        database.compactRange(family(), null, null, all);
      }
    }
  }

  private void free(LastWork work) throws RocksDBException {
    try {
      work.run();
    } finally {
      RocksdbFollower.withdraw(folder, this);
      pins.forEach(RocksdbPin::close);
      pins.clear();
      families.forEach(ColumnFamilyHandle::close);
      database.close();
      options.close();
    }
  }
}
