package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/** A key is missing, wrong, destroyed, or not wanted. Nothing was changed. No message contains any part of a key. */
public abstract sealed class KeyException extends CairnException
    permits Forgotten, InvalidKey, KeyDisabled, MissingKey, MissingPersonalKey, UnknownKey, UnwantedKey, WrongKey {
  private static final long serialVersionUID = 1;

  KeyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
