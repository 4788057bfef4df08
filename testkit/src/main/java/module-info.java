/** The rehearsal room: what an actor author tests with. */
module dev.cairn.testkit {
  requires transitive dev.cairn.api;
  requires static transitive org.jspecify;
}
