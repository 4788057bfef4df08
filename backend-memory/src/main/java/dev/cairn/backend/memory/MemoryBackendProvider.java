package dev.cairn.backend.memory;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Durability;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens locations that live in this provider: a second session sees the first one's data, another provider sees none.
 */
public final class MemoryBackendProvider implements BackendProvider {
  private final Map<Path, MemoryLocation> locations = new ConcurrentHashMap<>();

  /** Starts with no location. */
  public MemoryBackendProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Backend open(BackendConfig config) {
    config.durability(Durability.NONE);
    config.refuseUnknown();
    Path path = config.location().toAbsolutePath().normalize();
    MemoryLocation location = config.mode() == BackendConfig.Mode.CREATE
        ? locations.computeIfAbsent(path, MemoryLocation::new)
        : locations.get(path);
    if (location == null) {
      throw new BackendException.Unavailable("Nothing was ever written to " + path + " in this memory.", null);
    }
    boolean writes = config.mode() != BackendConfig.Mode.READ;
    return new MemoryBackend(location, writes ? location.acquire() : location.generation(), writes);
  }
}
