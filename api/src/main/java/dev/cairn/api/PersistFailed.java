package dev.cairn.api;

import org.jspecify.annotations.Nullable;

/**
 * The store could not take the event; it was not stored.
 */
public final class PersistFailed extends PersistException {
  private static final long serialVersionUID = 1;

  /** Names the actor and the problem of the store. */
  public PersistFailed(String actor, String why, @Nullable Throwable cause) {
    super("An event of " + actor + " was not stored: " + why, cause);
  }

  /** Takes a whole message, about a change that stores no event. */
  public PersistFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
