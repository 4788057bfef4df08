package dev.cairn.api;

import dev.cairn.api.bind.CarriedFailure;
import org.jspecify.annotations.Nullable;

/**
 * The base class of all failures between a caller, an actor and the store. Misuse that a test finds at once throws the
 * exception of the JDK for it: {@link NullPointerException}, {@link IllegalArgumentException}, {@link
 * IllegalStateException}. The message says what happened to which actor, what is known, and what to do next. {@code
 * docs/errors.md} has a paragraph for each subclass.
 */
public abstract sealed class CairnException extends RuntimeException implements Cloneable
    permits ActorElsewhere, ActorFailed, ActorStopped, AlreadyDone, AskCycle, AskInterrupted, AskTimeout, ImportStopped,
    InvalidName,
    KeyException, MailboxFull, PathTaken, PersistException, RecoveryFailed, Refused, RuntimeMissing, StartFailed,
    StopOverdue, StoreException, TypeRefused, WrongCommand, WrongVersion {
  private static final long serialVersionUID = 1;

  static {
    CarriedFailure.grant(CairnException::tell);
  }

  private @Nullable String told;

  CairnException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** For outcomes that are not failures and need no stack trace. */
  CairnException(String message) {
    super(message, null, false, false);
  }

  private CairnException tell(String message) {
    told = message;
    return this;
  }

  /** What happened; of a failure in another process, in the words that it had there. */
  @Override
  public String getMessage() { return told == null ? super.getMessage() : told; }

  /**
   * Returns this failure with the stack trace of this call, for another thread than the one that it was made on. A
   * thread that asks gets such a copy: its trace says where the actor was asked, and its cause where the handler threw.
   * A {@link PersistException} that the handler itself was thrown is among the suppressed ones of its copy. {@link
   * Refused} and {@link AlreadyDone} have no stack trace, and their copies have none.
   */
  public CairnException copy() {
    try {
      CairnException copy = (CairnException) clone();
      copy.fillInStackTrace();
      if (this instanceof PersistException && getSuppressed().length == 0) { // a copy shares the list of what is there
        copy.addSuppressed(this);
      }
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
