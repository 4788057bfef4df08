package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/** A key is missing, wrong, or not wanted. Nothing was changed. No message contains any part of a key. */
public abstract sealed class KeyException extends CairnException
    permits InvalidKey, KeyDisabled, MissingKey, UnknownKey, UnwantedKey, WrongKey {
  private static final long serialVersionUID = 1;

  KeyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
