package dev.cairn.cli;

/** A command cannot run; the message says why and what to do. */
final class CannotRun extends RuntimeException {
  private static final long serialVersionUID = 1;

  CannotRun(String message) {
    super(message);
  }
}
