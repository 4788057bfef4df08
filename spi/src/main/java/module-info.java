/** The service entrance: what a backend author compiles against. Speaks bytes, knows no actor. */
module dev.cairn.spi {
  requires static transitive org.jspecify;
}
