/** The front hall: what an actor author compiles against. Speaks types, knows no database. */
module dev.cairn.api {
  requires static transitive org.jspecify;
}
