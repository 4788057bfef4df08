/** The certification kit: numbered rules that every backend must keep. */
@SuppressWarnings("requires-automatic") // of Felix; only the runner needs it, on the class path
module dev.cairn.tck {
  requires transitive dev.cairn.spi;
  requires transitive org.junit.jupiter.api;
  requires static java.logging;
  requires static org.apache.felix.framework;
  requires static org.junit.platform.launcher;
  requires static transitive org.jspecify;

  exports dev.cairn.tck;

  opens dev.cairn.tck to org.junit.platform.commons;
}
