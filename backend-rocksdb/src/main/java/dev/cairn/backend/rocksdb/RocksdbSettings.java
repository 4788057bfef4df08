package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.Durability;
import java.nio.file.Path;

/**
 * What the operator chose.
 *
 * @param folder where RocksDB keeps its files, below the location
 */
record RocksdbSettings(Path folder, Durability durability, long writeBufferMib, long cacheMib) {
  private static final String FOLDER = "cairn.rocksdb";

  static RocksdbSettings of(BackendConfig config) {
    RocksdbSettings settings = new RocksdbSettings(config.location().resolve(FOLDER).toAbsolutePath(),
        config.durability(Durability.SYNC, Durability.OS, Durability.NONE),
        config.number("write-buffer-mib", 32, 1, 4096),
        config.number("cache-mib", 32, 1, 65_536));
    config.refuseUnknown();
    return settings;
  }
}
