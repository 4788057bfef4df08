/** Keeps each location in a schema of a PostgreSQL database. */
@SuppressWarnings("requires-automatic") // the driver's jar is no named module; its manifest gives it this name
module dev.cairn.backend.postgresql {
  requires com.zaxxer.hikari;
  requires dev.cairn.spi;
  requires java.sql;
  requires org.postgresql.jdbc;
  requires static org.jspecify;

  provides dev.cairn.spi.BackendProvider with dev.cairn.backend.postgresql.PostgresqlBackendProvider;
}
