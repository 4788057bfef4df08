package dev.cairn.cli.demo;

import org.jspecify.annotations.Nullable;

/** The demo cannot go on; the message says why and what to do. */
public final class DemoStopped extends RuntimeException {
  private static final long serialVersionUID = 1;

  DemoStopped(String message) {
    this(message, null);
  }

  DemoStopped(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** A row that breaks a rule. Nothing of its file is stored. */
  static DemoStopped badRow(String file, long line, String reason) {
    return new DemoStopped(file + ":" + line + ": " + reason);
  }
}
