/** Places the slices of a location on several machines, by Apache Pekko Cluster Sharding. */
@SuppressWarnings("requires-automatic") // Pekko comes without module descriptors
module dev.cairn.cluster.pekko {
  requires dev.cairn.spi;
  requires pekko.actor;
  requires pekko.actor.typed;
  requires pekko.cluster;
  requires pekko.cluster.sharding;
  requires pekko.cluster.sharding.typed;
  requires pekko.cluster.typed;
  requires pekko.coordination;
  requires scala.library;
  requires typesafe.config;
  requires static org.jspecify;

  // Pekko would require these if it had descriptors
  requires java.management;
  requires jdk.unsupported;
  requires org.slf4j;

  // Pekko makes what the configuration names
  opens dev.cairn.cluster.pekko to pekko.actor;

  provides dev.cairn.spi.Placement with dev.cairn.cluster.pekko.PekkoPlacement;
}
