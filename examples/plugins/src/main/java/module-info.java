/** A program that takes its backend from a folder. */
module dev.cairn.examples.plugins {
  requires dev.cairn.api;
  requires static org.jspecify;
}
