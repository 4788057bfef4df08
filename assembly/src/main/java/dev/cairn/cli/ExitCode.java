package dev.cairn.cli;

/** The exit codes of the process. Scripts rely on these numbers. */
final class ExitCode {
  static final int DONE = 0;
  static final int FINDING = 1;
  static final int COULD_NOT_RUN = 2;
  static final int STORE_HELD = 3;

  private ExitCode() {}
}
