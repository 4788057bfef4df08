/** A program that loads its backend from a plugin folder. */
module dev.cairn.examples.plugins {
  requires dev.cairn.api;
  requires static org.jspecify;
}
