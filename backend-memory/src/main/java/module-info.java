/** The readable backend: keeps its locations in memory, for as long as its provider lives. */
module dev.cairn.backend.memory {
  requires dev.cairn.spi;
  requires static org.jspecify;

  provides dev.cairn.spi.BackendProvider with dev.cairn.backend.memory.MemoryBackendProvider;
}
