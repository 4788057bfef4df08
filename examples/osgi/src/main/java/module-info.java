/** A bundle with actors. As a module it needs no framework. */
@SuppressWarnings("requires-automatic") // OSGi's interfaces have no module descriptor
module dev.cairn.examples.osgi {
  requires dev.cairn.api;
  requires static org.jspecify;
  requires static org.osgi.framework;
}
