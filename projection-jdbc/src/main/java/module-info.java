import org.jspecify.annotations.NullMarked;

/** Tables made of events: what a handler writes and how far it has come are one transaction of a database. */
@NullMarked
module dev.cairn.projection.jdbc {
  requires transitive dev.cairn.api;
  requires transitive java.sql;
  requires static org.jspecify;

  exports dev.cairn.projection.jdbc;
}
