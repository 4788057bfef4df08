/**
 * The benchmarks: workloads of Cairn beside raw SQLite and RocksDB, messages beside Apache Pekko, stores that grow, and
 * a load that lasts. It finds the runtime and the backends when it runs.
 */
@SuppressWarnings("requires-automatic") // Pekko and RocksDB come without module descriptors
module dev.cairn.bench {
  requires com.google.gson;
  requires dev.cairn.api;
  requires java.management;
  requires jdk.management;
  requires java.sql;
  requires pekko.actor;
  requires pekko.actor.typed;
  requires org.xerial.sqlitejdbc;
  requires rocksdbjni;
  requires static org.jspecify;

  // Pekko would require these if it had a descriptor
  requires jdk.unsupported;
  requires org.slf4j;
}
