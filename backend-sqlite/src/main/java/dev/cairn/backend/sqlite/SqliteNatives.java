package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads the native library, once for each class loader. The driver unpacks it among the temporary files, where a
 * process that is killed leaves it behind; so it goes into a folder of its own, which is deleted as soon as the library
 * is loaded. System properties that tell the driver where to unpack or what to load
 * are obeyed.
 */
final class SqliteNatives {
  private static final String UNPACKED_TO = "org.sqlite.tmpdir";
  private static final ReentrantLock LOADING = new ReentrantLock();
  private static boolean loaded;

  private SqliteNatives() {}

  /** Loads the library, if it is not loaded yet. */
  static void load() {
    LOADING.lock();
    try {
      if (!loaded) {
        boolean told = System.getProperty(UNPACKED_TO) != null || System.getProperty("org.sqlite.lib.path") != null;
        loaded = told ? SQLiteJDBCLoader.initialize() : loadFromOwnFolder();
      }
    } catch (IllegalCallerException | NoClassDefFoundError e) {
      throw e; // the runtime knows what is missing
    } catch (Exception | LinkageError e) {
      throw new BackendException.Unavailable("The native library of SQLite cannot be loaded from "
          + System.getProperty(UNPACKED_TO, System.getProperty("java.io.tmpdir"))
          + "; it must be a folder that may hold programs. Set -Djava.io.tmpdir to one.", e);
    } finally {
      LOADING.unlock();
    }
  }

  private static boolean loadFromOwnFolder() throws Exception {
    Path folder = Files.createTempDirectory("cairn-sqlite-");
    System.setProperty(UNPACKED_TO, folder.toString());
    try {
      return SQLiteJDBCLoader.initialize();
    } finally {
      System.clearProperty(UNPACKED_TO);
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.toList();
    }
    for (Path file : files) {
      if (!file.toFile().delete()) {
        return; // this system keeps what is in use; the driver deletes it when the process ends
      }
    }
    Files.delete(folder);
  }
}
