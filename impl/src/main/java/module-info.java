/**
 * The kitchen: turns commands into stored events and back. Exports nothing; enter through dev.cairn.api.
 *
 * @provides dev.cairn.api.bind.SystemProvider the runtime behind the api
 * @uses dev.cairn.spi.BackendProvider whatever stores bytes
 * @uses dev.cairn.spi.Placement whatever spreads actors over several processes
 */
// Kryo 5 and OSGi's interfaces have no descriptor; the latter are there only where a framework runs.
@SuppressWarnings("requires-automatic")
module dev.cairn.impl {
  requires dev.cairn.api;
  requires dev.cairn.spi;
  requires com.esotericsoftware.kryo.kryo5;
  requires jdk.jfr;
  requires org.bouncycastle.provider;
  requires static org.jspecify;
  requires static org.osgi.framework;

  uses dev.cairn.spi.BackendProvider;
  uses dev.cairn.spi.Placement;

  provides dev.cairn.api.bind.SystemProvider with dev.cairn.impl.CairnRuntime;
}
