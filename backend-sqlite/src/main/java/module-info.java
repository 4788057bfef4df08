/** The embedded default: one SQLite file for each location. */
module dev.cairn.backend.sqlite {
  requires dev.cairn.spi;
  requires java.sql;
  requires org.xerial.sqlitejdbc;
  requires static org.jspecify;

  provides dev.cairn.spi.BackendProvider with dev.cairn.backend.sqlite.SqliteBackendProvider;
}
