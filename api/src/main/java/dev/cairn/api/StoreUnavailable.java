package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot be reached: a missing folder, a failing disk.
 */
public final class StoreUnavailable extends StoreException {
  private static final long serialVersionUID = 1;

  /** Says what cannot be reached. */
  public StoreUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
