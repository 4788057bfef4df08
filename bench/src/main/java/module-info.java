/**
 * The benchmarks: workloads of Cairn beside raw SQLite, RocksDB and PostgreSQL, messages and persistence beside Apache
 * Pekko, stores that grow, and a load that lasts. It finds the runtime and the backends when it runs.
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

  // For the projections alone, from a folder of the distribution that nothing else needs
  requires static dev.cairn.projection.jdbc;

  // What runs beside PostgreSQL runs on the class path: Slick's jars have no names for a module path
  requires static embedded.postgres;
  requires static pekko.persistence;
  requires static pekko.persistence.typed;
  requires static typesafe.config;

  // Pekko would require these if it had a descriptor
  requires jdk.unsupported;
  requires org.slf4j;
}
