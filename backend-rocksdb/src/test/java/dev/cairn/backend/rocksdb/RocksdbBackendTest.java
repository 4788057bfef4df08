package dev.cairn.backend.rocksdb;

import dev.cairn.spi.BackendProvider;
import dev.cairn.tck.BackendCertification;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class RocksdbBackendTest extends BackendCertification {
  @Override
  protected BackendProvider provider() {
    return new RocksdbBackendProvider();
  }
}
