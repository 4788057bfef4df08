package dev.cairn.backend.rocksdb;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Durability;
import dev.cairn.spi.StreamKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** One location, and what a foreign tool can do to it. */
record Location(Path path) {
  /** The column families of our version. */
  static final List<String> OURS = List.of("default", "cairn-3");

  static final StreamKey ONE = new StreamKey("main", "thing", "one");

  /** What a foreign tool does. */
  interface Work {
    void on(RocksDB database, List<ColumnFamilyHandle> families) throws RocksDBException;
  }

  Path folder() {
    return path.resolve("cairn.rocksdb");
  }

  Backend open(BackendConfig.Mode mode, Durability durability, Map<String, String> settings) {
    return new RocksdbBackendProvider().open(new BackendConfig(path, mode, Optional.of(durability), settings));
  }

  Backend open() {
    return open(BackendConfig.Mode.CREATE, Durability.OS, Map.of());
  }

  Backend openToRead() {
    return open(BackendConfig.Mode.READ, Durability.OS, Map.of());
  }

  static CommitResult append(Backend backend, long expectedLast, byte[]... records) {
    Commit commit = Commit.append(ONE, backend.info().generation(), expectedLast, List.of(records));
    return backend.commit(List.of(commit)).get(0);
  }

  /** Opens the folder without Cairn. */
  void foreign(List<String> names, Work work) throws IOException, RocksDBException {
    RocksdbLibrary.load();
    Files.createDirectories(folder());
    List<ColumnFamilyDescriptor> families =
        names.stream().map(name -> new ColumnFamilyDescriptor(name.getBytes())).toList();
    List<ColumnFamilyHandle> handles = new java.util.ArrayList<>();
    try (DBOptions options = new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
        RocksDB database = RocksDB.open(options, folder().toString(), families, handles)) {
      work.on(database, handles);
      handles.forEach(ColumnFamilyHandle::close);
    }
  }

  /** Every file of RocksDB with its content. */
  Map<String, String> files() {
    try (var files = Files.list(folder())) {
      return files.collect(Collectors.toMap(file -> file.getFileName().toString(), Location::content, (a, b) -> a,
          TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String content(Path file) {
    try {
      return java.util.HexFormat.of().formatHex(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
