package com.example.filelog;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Durability;
import dev.cairn.spi.embedded.LocationLock;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the file {@code events.log} of a location. */
public final class FileLogProvider implements BackendProvider {

  /** Makes a provider, which opens nothing yet. */
  public FileLogProvider() {}

  @Override
  public String name() {
    return "filelog";
  }

  @Override
  public Backend open(BackendConfig config) {
    Durability durability = config.durability(Durability.SYNC, Durability.OS);
    config.refuseUnknown();
    Path file = config.location().resolve("events.log");
    if (config.mode() != BackendConfig.Mode.CREATE && !Files.isRegularFile(file)) {
      throw new BackendException.Unavailable("There is no file " + file + ".", null);
    }
    if (config.mode() == BackendConfig.Mode.READ) {
      return FileLogBackend.toRead(LogFile.toRead(file), durability);
    }
    LocationLock lock = LocationLock.acquire(config.location());
    try {
      return FileLogBackend.toWrite(LogFile.toWrite(file), durability, lock);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }
}
