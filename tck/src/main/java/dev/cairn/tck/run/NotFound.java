package dev.cairn.tck.run;

import org.jspecify.annotations.Nullable;

/** The jars hold no provider that can be found this way; the message says what is missing. */
final class NotFound extends Exception {
  private static final long serialVersionUID = 1;

  NotFound(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
