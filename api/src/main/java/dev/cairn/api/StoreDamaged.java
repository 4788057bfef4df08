package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/**
 * Stored data is damaged. Nothing was changed; nothing is ever repaired silently.
 */
public final class StoreDamaged extends StoreException {
  private static final long serialVersionUID = 1;

  /** Says what is damaged, and where. */
  public StoreDamaged(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
