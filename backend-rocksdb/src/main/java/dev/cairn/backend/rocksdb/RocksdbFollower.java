package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Keeps a reader up with the writer, by the files that the writer leaves. Catching up costs a good part of a
 * millisecond, so it is done only where these files have grown.
 */
final class RocksdbFollower {
  /** Writers of this JVM whose commits are in no file until they are flushed, by their folder. */
  private static final Map<Path, RocksdbDatabase> UNLOGGED = new ConcurrentHashMap<>();

  private final Path folder;
  private final Lock lock = new ReentrantLock();
  private Map<Path, Long> seen = Map.of();

  RocksdbFollower(Path folder) {
    this.folder = folder;
  }

  static void announce(Path folder, RocksdbDatabase writer) {
    UNLOGGED.put(folder, writer);
  }

  static void withdraw(Path folder, RocksdbDatabase writer) {
    UNLOGGED.remove(folder, writer);
  }

  /**
   * Brings the reader to a moment since this call began. RocksDB reads the manifest first and then the logs that are
   * there; where the writer has put a log into a file in between and deleted it, both readings miss what it held,
   * and it is done again.
   */
  void catchUp(RocksDB reader) throws RocksDBException {
    lock.lock();
    try {
      flushUnlogged();
      for (Map<Path, Long> now = sizes(); !now.equals(seen);) {
        reader.tryCatchUpWithPrimary();
        seen = now;
        Map<Path, Long> after = sizes();
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
  private Map<Path, Long> sizes() {
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
