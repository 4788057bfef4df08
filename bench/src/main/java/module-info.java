/**
 * The stop-watch: whole workloads against Cairn and against bare SQLite and RocksDB. Finds its runtime and backends
 * when it runs.
 */
@SuppressWarnings("requires-automatic") // the jar of RocksDB is no named module
module dev.cairn.bench {
  requires dev.cairn.api;
  requires java.management;
  requires java.sql;
  requires org.xerial.sqlitejdbc;
  requires rocksdbjni;
  requires static org.jspecify;
}
