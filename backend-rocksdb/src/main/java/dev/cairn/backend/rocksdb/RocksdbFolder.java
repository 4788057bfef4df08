package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.util.StdErrLogger;

/**
 * What a folder holds, found out without changing anything in it. A RocksDB of Cairn is known by its column families:
 * {@code default}, which is empty, and {@code cairn-3}, which holds everything; the number is the version of
 * {@link RocksdbKey}.
 */
record RocksdbFolder(Path path, Content content) {

  /** What can be in a folder that was not refused. */
  enum Content { NOTHING, OURS }

  private static final String DEFAULT = "default";
  private static final String FAMILY = "cairn-3";

  /** Refuses a RocksDB of another program or another version, and one that has lost its first files. */
  static RocksdbFolder inspect(Path path) {
    return new RocksdbFolder(path, Files.exists(path.resolve("CURRENT")) ? families(path) : leftovers(path));
  }

  /** The families to open, in this order. */
  static List<ColumnFamilyDescriptor> descriptors(RocksdbOptions options) {
    return List.of(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options.emptyFamily),
        new ColumnFamilyDescriptor(FAMILY.getBytes(StandardCharsets.US_ASCII), options.family));
  }

  /** Refuses where nothing is, without a look at any file. */
  static void requireFolder(Path path) {
    if (!Files.isDirectory(path)) {
      throw nothing(path);
    }
  }

  void requireOurs() {
    if (content == Content.NOTHING) {
      throw nothing(path);
    }
  }

  private static BackendException nothing(Path path) {
    return new BackendException.Unavailable("The folder " + path + " holds no store.", null);
  }

  private static Content families(Path path) {
    requireManifest(path);
    RocksdbTail.requireTorn(path);
    try (StdErrLogger silent = new StdErrLogger(InfoLogLevel.FATAL_LEVEL);
        Options options = new Options().setLogger(silent)) {
      List<String> names = RocksDB.listColumnFamilies(options, path.toString()).stream()
          .map(name -> new String(name, StandardCharsets.UTF_8)).toList();
      if (names.equals(List.of(DEFAULT, FAMILY))) {
        return Content.OURS;
      }
      if (names.equals(List.of(DEFAULT)) && isEmpty(options, path)) {
        return Content.NOTHING;
      }
      if (names.isEmpty()) {
        throw new BackendException.Corrupt("The manifest of the RocksDB in " + path + " is damaged.");
      }
      throw new BackendException.Misconfigured("The RocksDB in " + path + " has the column families "
          + String.join(", ", names)
          + "; one of this version of Cairn has " + DEFAULT + ", without content, and " + FAMILY + ".");
    } catch (RocksDBException e) {
      throw RocksdbFailure.told(path, e);
    }
  }

  /** RocksDB lists no column families where it cannot read the manifest, and does not say why. */
  private static void requireManifest(Path path) {
    try {
      String name = Files.readString(path.resolve("CURRENT"), StandardCharsets.ISO_8859_1);
      if (!name.matches("MANIFEST-[0-9]+\n")) {
        throw new BackendException.Corrupt("The file CURRENT of the RocksDB in " + path + " is damaged.");
      }
      Path manifest = path.resolve(name.strip());
      if (Files.notExists(manifest)) {
        throw new BackendException.Corrupt("The RocksDB in " + path + " has lost its file " + name.strip()
            + ", which CURRENT names.");
      }
      Files.newInputStream(manifest).close();
    } catch (IOException e) {
      throw new BackendException.Unavailable("A file in " + path + " cannot be read.", e);
    }
  }

  private static boolean isEmpty(Options options, Path path) throws RocksDBException {
    try (RocksDB database = RocksDB.openReadOnly(options, path.toString());
        RocksIterator all = database.newIterator()) {
      all.seekToFirst();
      all.status();
      return !all.isValid();
    }
  }

  /**
   * Where a first opening was killed there is no data yet; data that nothing points to has lost its {@code CURRENT}.
   */
  private static Content leftovers(Path path) {
    if (!Files.isDirectory(path)) {
      return Content.NOTHING;
    }
    try (Stream<Path> files = Files.list(path)) {
      if (files.map(Path::toString).anyMatch(file -> file.endsWith(".sst") || file.endsWith(".log"))) {
        throw new BackendException.Corrupt("The RocksDB in " + path + " has lost its file CURRENT.");
      }
      return Content.NOTHING;
    } catch (IOException e) {
      throw new BackendException.Unavailable("The folder " + path + " cannot be read.", e);
    }
  }
}
