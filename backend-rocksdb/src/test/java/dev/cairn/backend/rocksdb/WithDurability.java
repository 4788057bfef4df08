package dev.cairn.backend.rocksdb;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Durability;
import java.util.Map;
import java.util.Optional;

/** The provider without its settings and with another default, for the kit. */
record WithDurability(Durability fallback) implements BackendProvider {

  @Override
  public String name() {
    return "rocksdb";
  }

  @Override
  public Backend open(BackendConfig config) {
    Durability asked = config.durability(fallback, Durability.SYNC, Durability.OS, Durability.NONE);
    config.refuseUnknown();
    return new RocksdbBackendProvider()
        .open(new BackendConfig(config.location(), config.mode(), Optional.of(asked), Map.of()));
  }
}
