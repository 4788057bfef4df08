package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/**
 * An event was not acknowledged. The subclass says what is known of it: {@link PersistRejected} and {@link
 * PersistFailed} are certainly not stored, of {@link PersistUnknown} nobody can say.
 */
public abstract sealed class PersistException extends CairnException
    permits PersistFailed, PersistRejected, PersistUnknown {
  private static final long serialVersionUID = 1;

  PersistException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
