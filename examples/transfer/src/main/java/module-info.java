/** A transfer between two accounts: knows dev.cairn.api and nothing else of the house. */
module dev.cairn.examples.transfer {
  requires dev.cairn.api;
  requires static org.jspecify;
}
