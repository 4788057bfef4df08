package dev.cairn.backend.sqlite;

import dev.cairn.spi.BackendProvider;
import dev.cairn.tck.BackendCertification;

class SqliteBackendTest extends BackendCertification {
  @Override
  protected BackendProvider provider() {
    return new SqliteBackendProvider();
  }
}
