/**
 * The test kit for actor authors.
 *
 * @uses dev.cairn.spi.BackendProvider the backend below a faulty one
 */
module dev.cairn.testkit {
  requires transitive dev.cairn.api;
  requires transitive dev.cairn.spi;
  requires static transitive org.jspecify;

  exports dev.cairn.testkit;

  uses dev.cairn.spi.BackendProvider;
}
