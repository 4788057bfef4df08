package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/**
 * The store did not acknowledge an event. The subclass is the outcome: with {@link PersistRejected} and {@link
 * PersistFailed} the event is certainly not stored; with {@link PersistUnknown} the outcome is unknown.
 */
public abstract sealed class PersistException extends CairnException
    permits PersistFailed, PersistRejected, PersistUnknown {
  private static final long serialVersionUID = 1;

  PersistException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
