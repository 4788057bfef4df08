package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * Loads the native library once, out of a folder of its own below the temporary one, since the JVM loads one file once
 * for all class loaders. The file is deleted as soon as it is loaded; where the system does not allow that, or a kill
 * came in between, a later process does it.
 */
final class RocksdbLibrary {
  private static final String FOLDER = "cairn-rocksdb-";
  private static final Duration SURELY_LOADED = Duration.ofMinutes(10);
  private static final Lock LOCK = new ReentrantLock();
  private static boolean loaded;

  private RocksdbLibrary() {}

  /** Comes before every use of any other class of RocksDB. */
  static void load() {
    LOCK.lock();
    try {
      if (!loaded) {
        loadOnce();
        loaded = true;
      }
    } finally {
      LOCK.unlock();
    }
  }

  private static void loadOnce() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      leftBehind(temporary).forEach(RocksdbLibrary::delete);
      Path folder = Files.createTempDirectory(temporary, FOLDER);
      try {
        NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
      } finally {
        delete(folder);
      }
      RocksDB.loadLibrary();
    } catch (IllegalCallerException e) {
      throw e; // the runtime knows what is missing
    } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
      throw new BackendException.Unavailable("The native library of RocksDB cannot be loaded from " + temporary
          + "; it must be a folder that may hold programs. Set -Djava.io.tmpdir to one.", e);
    }
  }

  private static List<Path> leftBehind(Path temporary) throws IOException {
    Instant old = Instant.now().minus(SURELY_LOADED);
    try (Stream<Path> all = Files.list(temporary)) {
      return all.filter(path -> path.getFileName().toString().startsWith(FOLDER))
          .filter(path -> Instant.ofEpochMilli(path.toFile().lastModified()).isBefore(old))
          .toList();
    }
  }

  /** What cannot be deleted now is left for a later process. */
  @SuppressWarnings("ResultOfMethodCallIgnored")
  private static void delete(Path folder) {
    File[] content = folder.toFile().listFiles();
    for (File file : content == null ? new File[0] : content) {
      file.delete();
    }
    folder.toFile().delete();
  }
}
