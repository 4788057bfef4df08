/** One account; of Cairn it needs only dev.cairn.api. */
module dev.cairn.examples.account {
  requires dev.cairn.api;
  requires static org.jspecify;
}
