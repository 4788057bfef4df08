/** The inspector: numbered rules that every backend must keep. */
module dev.cairn.tck {
  requires transitive dev.cairn.spi;
  requires transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;
}
