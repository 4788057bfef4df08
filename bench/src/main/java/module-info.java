/** The stop-watch: whole workloads against Cairn and against bare SQLite. */
module dev.cairn.bench {
  requires dev.cairn.api;
  requires java.sql;
  requires org.xerial.sqlitejdbc;
  requires static org.jspecify;
}
