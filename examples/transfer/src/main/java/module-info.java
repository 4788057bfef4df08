/** A transfer between two accounts; of Cairn it needs only dev.cairn.api. */
module dev.cairn.examples.transfer {
  requires dev.cairn.api;
  requires static org.jspecify;
}
