package dev.cairn.backend.rocksdb;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Durability;
import java.util.Map;
import java.util.Optional;

/** A provider that gives one durability alone, and has no settings. The kit makes it again in other processes. */
class WithDurability implements BackendProvider {
  private final Durability only;

  private WithDurability(Durability only) {
    this.only = only;
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
    Durability asked = config.durability(only);
    config.refuseUnknown();
    return new RocksdbBackendProvider()
        .open(new BackendConfig(config.location(), config.mode(), Optional.of(asked), Map.of()));
  }
}
