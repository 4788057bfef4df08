package dev.cairn.backend.rocksdb;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Durability;
import java.util.Map;
import java.util.Optional;

/**
 * The provider without its settings and with another default, for the kit, which makes providers in other processes. Its
 * buffer is small, so that the disk is met also where there is no log.
 */
class WithDurability implements BackendProvider {
  private final Durability fallback;

  private WithDurability(Durability fallback) {
    this.fallback = fallback;
  }

  /** Commits reach the operating system. */
  public static final class Unsynced extends WithDurability {
    public Unsynced() {
      super(Durability.OS);
    }
  }

  /** Commits stay in the process. */
  public static final class Unlogged extends WithDurability {
    public Unlogged() {
      super(Durability.NONE);
    }
  }

  @Override
  public String name() {
    return "rocksdb";
  }

  @Override
  public Backend open(BackendConfig config) {
    Durability asked = config.durability(fallback, Durability.SYNC, Durability.OS, Durability.NONE);
    config.refuseUnknown();
    return new RocksdbBackendProvider()
        .open(new BackendConfig(config.location(), config.mode(), Optional.of(asked), Map.of("write-buffer-mib", "1")));
  }
}
