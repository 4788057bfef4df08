package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/**
 * The base class of all failures between a caller, an actor and the store. Misuse that a test finds at once throws the
 * exception of the JDK for it: {@link NullPointerException}, {@link IllegalArgumentException}, {@link
 * IllegalStateException}. The message says what happened to which actor, what is known, and what to do next. {@code
 * docs/errors.md} has a paragraph for each subclass.
 */
public abstract sealed class CairnException extends RuntimeException
    permits ActorFailed, ActorStopped, AlreadyDone, AskCycle, AskInterrupted, AskTimeout, InvalidName, KeyException,
    MailboxFull,
    PathTaken, PersistException, RecoveryFailed, Refused, RuntimeMissing, StartFailed, StopOverdue, StoreException,
    TypeRefused, WrongCommand {
  private static final long serialVersionUID = 1;

  CairnException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** For outcomes that are not failures and need no stack trace. */
  CairnException(String message) {
    super(message, null, false, false);
  }
}
