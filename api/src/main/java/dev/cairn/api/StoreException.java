package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/** A store cannot be opened or read. */
public abstract sealed class StoreException extends CairnException
    permits BackendNotChosen, HistoryCompacted, StoreDamaged, StoreLocked, StoreRefused, StoreUnavailable {
  private static final long serialVersionUID = 1;

  StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
