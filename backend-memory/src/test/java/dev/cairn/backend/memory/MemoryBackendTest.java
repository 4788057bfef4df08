package dev.cairn.backend.memory;

import dev.cairn.spi.BackendProvider;
import dev.cairn.tck.BackendCertification;

class MemoryBackendTest extends BackendCertification {
  @Override
  protected BackendProvider provider() {
    return new MemoryBackendProvider();
  }
}
