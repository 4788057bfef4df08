/** One account: knows dev.cairn.api and nothing else of the house. */
module dev.cairn.examples.account {
  requires dev.cairn.api;
  requires static org.jspecify;
}
