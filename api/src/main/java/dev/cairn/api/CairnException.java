package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/**
 * Everything that Cairn throws. The message says what happened to which actor, what is known, and what to do next.
 * {@code docs/errors.md} has a paragraph for each subclass.
 */
public abstract sealed class CairnException extends RuntimeException
    permits ActorFailed, ActorStopped, AlreadyDone, AskInterrupted, AskTimeout, InvalidName, KeyException, MailboxFull,
    PersistException,
    RecoveryFailed, Refused, RuntimeMissing, StoreException, TypeRefused, WrongCommand {
  private static final long serialVersionUID = 1;

  CairnException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** For outcomes that are no failures and need no stack trace. */
  CairnException(String message) {
    super(message, null, false, false);
  }
}
