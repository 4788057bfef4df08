import org.jspecify.annotations.NullMarked;

/**
 * The service entrance: what a backend author compiles against. It speaks bytes, streams and commits, and knows nothing
 * of actors, types, codecs or keys.
 */
@NullMarked
module dev.cairn.spi {
  requires static transitive org.jspecify;

  exports dev.cairn.spi;
  exports dev.cairn.spi.embedded;
}
