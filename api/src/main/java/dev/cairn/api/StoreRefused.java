package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/**
 * The store does not match the request: it has another backend or another format, or cannot satisfy a setting. Nothing
 * was touched.
 */
public final class StoreRefused extends StoreException {
  private static final long serialVersionUID = 1;

  /** Says what does not match. */
  public StoreRefused(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
