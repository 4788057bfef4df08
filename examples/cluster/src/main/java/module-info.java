/** A bank on several processes that share the actors of one location. */
module dev.cairn.examples.cluster {
  requires dev.cairn.api;
  requires static org.jspecify;
}
