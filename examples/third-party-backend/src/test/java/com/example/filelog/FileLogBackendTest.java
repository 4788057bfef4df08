package com.example.filelog;

import dev.cairn.spi.BackendProvider;
import dev.cairn.tck.BackendCertification;

class FileLogBackendTest extends BackendCertification {
  @Override
  protected BackendProvider provider() {
    return new FileLogProvider();
  }
}
