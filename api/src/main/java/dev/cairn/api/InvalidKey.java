package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/** The value is not a key, or its source cannot be read. */
public final class InvalidKey extends KeyException {
  private static final long serialVersionUID = 1;

  /** Says which rule it breaks. */
  public InvalidKey(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
