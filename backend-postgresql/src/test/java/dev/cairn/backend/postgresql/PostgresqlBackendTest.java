package dev.cairn.backend.postgresql;

import dev.cairn.spi.BackendProvider;
import dev.cairn.tck.BackendCertification;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class PostgresqlBackendTest extends BackendCertification {
  static {
    System.setProperty("cairn.tck.setting.url", TestServer.url());
    System.setProperty("cairn.tck.setting.user", "postgres");
    System.setProperty("cairn.tck.setting.schema", "kit_{location}");
    if (System.getProperty("cairn.tck.kills") == null) {
      System.setProperty("cairn.tck.kills", "4"); // each is a JVM that loads a driver; the kernel closes its socket
    }
  }

  @Override
  protected BackendProvider provider() {
    return new PostgresqlBackendProvider();
  }
}
