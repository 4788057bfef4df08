package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendProvider;
import dev.cairn.tck.BackendCertification;

class RocksdbOsTest extends BackendCertification {
  @Override
  protected BackendProvider provider() {
    return new WithDurability.Unsynced();
  }
}
