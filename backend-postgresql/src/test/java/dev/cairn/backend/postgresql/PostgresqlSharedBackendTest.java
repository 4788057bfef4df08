package dev.cairn.backend.postgresql;

import dev.cairn.spi.BackendProvider;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The kit once more, where several sessions may write. */
@Execution(ExecutionMode.CONCURRENT)
class PostgresqlSharedBackendTest extends PostgresqlBackendTest {
  @Override
  protected BackendProvider provider() {
    return new ManyWritersProvider();
  }
}
