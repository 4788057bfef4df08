/** The high-throughput backend: one RocksDB folder for each location. */
module dev.cairn.backend.rocksdb {
  requires dev.cairn.spi;
  requires static org.jspecify;
}
