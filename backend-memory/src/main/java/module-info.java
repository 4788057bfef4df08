/** The readable backend: keeps a store in memory for as long as it is open. */
module dev.cairn.backend.memory {
  requires dev.cairn.spi;
  requires static org.jspecify;
}
