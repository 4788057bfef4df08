package dev.cairn.tck;

import dev.cairn.spi.BackendProvider;

/**
 * A backend that breaks a promise.
 *
 * @param rule the number of the rule that must catch it
 * @param how what it does instead
 */
record Broken(String rule, String how, BackendProvider provider) {
  @Override
  public String toString() {
    return rule + " " + how;
  }
}
