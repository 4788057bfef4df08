package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Durability;
import java.nio.file.Path;
import java.util.Locale;

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
    refuseUnreachable(settings.folder());
    return settings;
  }

  /** RocksDB is handed a path in the JVM's own form of UTF-8, which has other bytes for these characters. */
  private static void refuseUnreachable(Path folder) {
    folder.toString().codePoints().filter(Character::isSupplementaryCodePoint).findFirst().ifPresent(character -> {
      throw new BackendException.Misconfigured("RocksDB cannot use the folder " + folder + ", since its path has the "
          + "character " + Character.toString(character) + " (U+"
          + Integer.toHexString(character).toUpperCase(Locale.ROOT)
          + "), and RocksDB's library for Java cannot pass on any beyond U+FFFF. "
          + "Choose another path, or name a symbolic "
          + "link to the folder that has no such character, or take the backend sqlite, which can use it.");
    });
  }
}
