package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/**
 * The store is not what was asked for: another backend, another format, a setting that it cannot meet. Nothing was
 * touched.
 */
public final class StoreRefused extends StoreException {
  private static final long serialVersionUID = 1;

  /** Says what does not fit. */
  public StoreRefused(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
