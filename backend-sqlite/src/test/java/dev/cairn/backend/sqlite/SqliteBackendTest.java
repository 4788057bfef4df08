package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendProvider;
import dev.cairn.tck.BackendCertification;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class SqliteBackendTest extends BackendCertification {
  @Override
  protected BackendProvider provider() {
    return new SqliteBackendProvider();
  }
}
