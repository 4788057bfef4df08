package dev.cairn.projection.jdbc;

/** This runner is not, or not any more, the one that writes. No failure: it waits for its turn. */
final class Overtaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Overtaken(String message) {
    super(message);
  }
}
