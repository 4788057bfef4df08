/** The inspector: numbered rules that every backend must keep. */
module dev.cairn.tck {
  requires transitive dev.cairn.spi;
  requires transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;

  exports dev.cairn.tck;

  opens dev.cairn.tck to org.junit.platform.commons;
}
