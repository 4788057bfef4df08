package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot be reached, for instance because a folder is missing or a disk fails.
 */
public final class StoreUnavailable extends StoreException {
  private static final long serialVersionUID = 1;

  /** Says what cannot be reached. */
  public StoreUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
