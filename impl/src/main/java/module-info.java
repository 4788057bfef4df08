/** The kitchen: turns commands into stored events and back. Exports nothing; enter through dev.cairn.api. */
@SuppressWarnings("requires-automatic") // Kryo 5 has a fixed module name in its manifest, but no descriptor.
module dev.cairn.impl {
  requires dev.cairn.api;
  requires dev.cairn.spi;
  requires com.esotericsoftware.kryo.kryo5;
  requires static org.jspecify;
}
