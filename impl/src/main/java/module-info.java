/**
 * The kitchen: turns commands into stored events and back. Exports nothing; enter through dev.cairn.api.
 *
 * @provides dev.cairn.api.bind.SystemProvider the runtime behind the api
 * @uses dev.cairn.spi.BackendProvider whatever stores bytes
 */
@SuppressWarnings("requires-automatic") // Kryo 5 has a fixed module name in its manifest, but no descriptor.
module dev.cairn.impl {
  requires dev.cairn.api;
  requires dev.cairn.spi;
  requires com.esotericsoftware.kryo.kryo5;
  requires org.bouncycastle.provider;
  requires jdk.jfr;
  requires static org.jspecify;

  uses dev.cairn.spi.BackendProvider;

  provides dev.cairn.api.bind.SystemProvider with dev.cairn.impl.CairnRuntime;
}
