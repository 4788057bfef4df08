/**
 * The stop-watch: whole workloads against Cairn and against bare SQLite. Finds its runtime and backends when it runs.
 */
module dev.cairn.bench {
  requires dev.cairn.api;
  requires java.management;
  requires java.sql;
  requires org.xerial.sqlitejdbc;
  requires static org.jspecify;
}
