package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/** This is no key, or it cannot be had from where it was to come from. */
public final class InvalidKey extends KeyException {
  private static final long serialVersionUID = 1;

  /** Says which rule it breaks. */
  public InvalidKey(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
