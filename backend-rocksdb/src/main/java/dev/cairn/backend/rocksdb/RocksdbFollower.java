package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Lets a reader catch up with the writer through the files of the writer. Catching up costs a good part of a
 * millisecond, so it is done only where these files have grown.
 */
final class RocksdbFollower {
  /** Writers of this JVM whose commits are in no file until they are flushed, by their folder. */
  private static final Map<Path, RocksdbDatabase> UNLOGGED = new ConcurrentHashMap<>();

  private static final int MOST_TRIES = 5;

  private final Path folder;
  private final RocksdbOptions options;
  private final Lock lock = new ReentrantLock();
  private Map<Path, Long> seen = Map.of();

  /** Looks with options to read, which belong to the session. */
  RocksdbFollower(Path folder, RocksdbOptions options) {
    this.folder = folder;
    this.options = options;
  }

  static void announce(Path folder, RocksdbDatabase writer) {
    UNLOGGED.put(folder, writer);
  }

  static void withdraw(Path folder, RocksdbDatabase writer) {
    UNLOGGED.remove(folder, writer);
  }

  /**
   * Brings the reader to a moment since this call began. RocksDB reads the manifest first and then the logs that are
   * there. Where the writer has flushed a log and deleted it in between, both readings miss the commits of that log,
   * and the reader catches up once more.
   */
  void catchUp(RocksDB reader) throws RocksDBException {
    lock.lock();
    try {
      flushUnlogged();
      for (Map<Path, Long> now = sizes(folder); !now.equals(seen);) {
        if (!manifest(now).equals(manifest(seen))) {
          beside(folder, this::openStrictly);
        }
        reader.tryCatchUpWithPrimary();
        seen = now;
        Map<Path, Long> after = sizes(folder);
        now = manifest(after).equals(manifest(now)) ? now : after;
      }
    } finally {
      lock.unlock();
    }
  }

  private static Map<Path, Long> manifest(Map<Path, Long> sizes) {
    Map<Path, Long> manifest = new TreeMap<>(sizes);
    manifest.keySet().removeIf(file -> file.toString().endsWith(".log"));
    return manifest;
  }

  /**
   * Opens something of a folder that a writer may change meanwhile: a file that is then missing, or does not fit, is no
   * damage. Before a writer deletes a file, its manifest says so.
   */
  static <T> T beside(Path folder, Supplier<T> opening) {
    for (int tries = 1; true; tries++) {
      Map<Path, Long> before = manifest(sizes(folder));
      try {
        return opening.get();
      } catch (BackendException.Corrupt e) {
        if (manifest(sizes(folder)).equals(before)) {
          throw e;
        }
        if (tries == MOST_TRIES) {
          throw new BackendException.Unavailable("A writer changes the RocksDB in " + folder
              + " faster than it can be opened. Try again.", e);
        }
      }
    }
  }

  /**
   * A secondary instance of RocksDB shows an older state where it cannot open a file of the newest one, and says
   * nothing. A read-only instance refuses to open.
   */
  private boolean openStrictly() {
    List<ColumnFamilyHandle> families = new ArrayList<>();
    try {
      RocksDB strict =
          RocksDB.openReadOnly(options.database, folder.toString(), RocksdbFolder.descriptors(options), families);
      families.forEach(ColumnFamilyHandle::close);
      strict.close();
      return true;
    } catch (RocksDBException e) {
      throw RocksdbFailure.told(folder, e);
    }
  }

  private void flushUnlogged() {
    RocksdbDatabase writer = UNLOGGED.get(folder);
    if (writer != null) {
      try {
        writer.flush();
      } catch (BackendException.Closed e) {
        // it has flushed on its way out
      }
    }
  }

  /** The log and the manifest grow with whatever is written; all other files are named in the manifest. */
  private static Map<Path, Long> sizes(Path folder) {
    Map<Path, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".log") || name.startsWith("MANIFEST-")) {
          sizes.put(file, file.toFile().length());
        }
      }
      return sizes;
    } catch (IOException e) {
      throw new BackendException.Unavailable("The folder " + folder + " cannot be read.", e);
    }
  }
}
