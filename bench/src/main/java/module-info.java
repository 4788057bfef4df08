/**
 * The stop-watch: whole workloads against Cairn and against bare SQLite and RocksDB, messages against Apache Pekko.
 * Finds its runtime and backends when it runs.
 */
@SuppressWarnings("requires-automatic") // Pekko and RocksDB come without module descriptors
module dev.cairn.bench {
  requires dev.cairn.api;
  requires java.management;
  requires java.sql;
  requires pekko.actor;
  requires pekko.actor.typed;
  requires org.xerial.sqlitejdbc;
  requires rocksdbjni;
  requires static org.jspecify;

  // what Pekko would require if it had descriptors
  requires jdk.unsupported;
  requires org.slf4j;
}
