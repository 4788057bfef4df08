/** The high-throughput backend: one RocksDB folder for each location. */
@SuppressWarnings("requires-automatic") // the jar of RocksDB is no named module; it is resolved by its file name
module dev.cairn.backend.rocksdb {
  requires dev.cairn.spi;
  requires rocksdbjni;
  requires static org.jspecify;

  provides dev.cairn.spi.BackendProvider with dev.cairn.backend.rocksdb.RocksdbBackendProvider;
}
