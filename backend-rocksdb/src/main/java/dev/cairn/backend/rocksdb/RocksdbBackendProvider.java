package dev.cairn.backend.rocksdb;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendInfo;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.embedded.LocationLock;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;

/**
 * Keeps a location in a RocksDB of its own, in the folder {@code cairn.rocksdb}. What a commit has survived when it is
 * acknowledged:
 *
 * <ul>
 *   <li>{@code SYNC}, the default: the loss of power. RocksDB has called {@code fdatasync} on its write-ahead log, once
 *       for the whole batch
 *   <li>{@code OS}: the death of the process. The write-ahead log was written, and nothing was synced
 *   <li>{@code NONE}: nothing. There is no write-ahead log; commits live in memory until RocksDB flushes them into a
 *       synced file, at the latest when it is closed. After a kill an unbroken beginning of them is left
 * </ul>
 *
 * At every durability the generation is claimed with a sync. Settings:
 *
 * <ul>
 *   <li>{@code write-buffer-mib}: how much is collected in memory before it goes into a file, 32; while one buffer
 *       goes, a second one fills
 *   <li>{@code cache-mib}: memory for blocks that were read, 32
 * </ul>
 */
public final class RocksdbBackendProvider implements BackendProvider {

  /** Opens nothing and loads nothing. */
  public RocksdbBackendProvider() {}

  @Override
  public String name() {
    return "rocksdb";
  }

  @Override
  public Backend open(BackendConfig config) {
    RocksdbSettings settings = RocksdbSettings.of(config);
    RocksdbLibrary.load();
    return switch (config.mode()) {
      case CREATE -> write(settings, config.location(), true);
      case WRITE -> {
        RocksdbFolder.requireFolder(settings.folder());
        yield write(settings, config.location(), false);
      }
      case READ -> RocksdbFollower.beside(settings.folder(), () -> read(settings));
    };
  }

  private Backend write(RocksdbSettings settings, Path location, boolean create) {
    if (!LocationLock.wasUsed(location)) {
      RocksdbFolder.inspect(settings.folder()); // a refusal leaves a folder in which nothing is ours as it was
    }
    LocationLock lock = LocationLock.acquire(location);
    RocksdbDatabase database = null;
    boolean opened = false;
    try {
      RocksdbFolder found = RocksdbFolder.inspect(settings.folder());
      if (!create) {
        found.requireOurs();
      }
      database = RocksdbDatabase.write(settings, create);
      BackendInfo.Builder info = info(settings);
      RocksdbWriter writer = RocksdbWriter.open(database, info.build().maxRecordBytes());
      opened = true;
      return new RocksdbBackend(info.generation(writer.generation()).build(), database, writer, lock);
    } finally {
      if (!opened) {
        closeBoth(database, lock);
      }
    }
  }

  private Backend read(RocksdbSettings settings) {
    RocksdbFolder.inspect(settings.folder()).requireOurs();
    RocksdbDatabase database = RocksdbDatabase.follow(settings);
    boolean opened = false;
    try {
      RocksdbViews views = RocksdbViews.fresh(database);
      BackendInfo info = info(settings).generation(new RocksdbReads(views).generation()).build();
      opened = true;
      return new RocksdbBackend(info, database, views);
    } finally {
      if (!opened) {
        database.close();
      }
    }
  }

  private BackendInfo.Builder info(RocksdbSettings settings) {
    return BackendInfo.embedded(name()).engine("RocksDB " + RocksDB.rocksdbVersion())
        .durability(settings.durability());
  }

  private static void closeBoth(@Nullable RocksdbDatabase database, LocationLock lock) {
    try {
      if (database != null) {
        database.close();
      }
    } finally {
      lock.close();
    }
  }
}
