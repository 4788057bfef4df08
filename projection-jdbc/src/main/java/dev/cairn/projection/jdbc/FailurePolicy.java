package dev.cairn.projection.jdbc;

/**
 * What becomes of an event that the handler refuses again and again. Between two attempts the worker waits, at first
 * for 20 milliseconds, then twice as long each time, at most 10 seconds. Only failures of the handler count: while the
 * database cannot be used, the worker goes on trying.
 *
 * @param action what follows the last attempt
 * @param attempts how many attempts there are; for {@link Action#RETRY} without a meaning
 */
public record FailurePolicy(Action action, int attempts) {

  /** What follows the last attempt. */
  public enum Action {
    /** Another one. */
    RETRY,
    /** The worker stops before the event. Events after it are held. */
    STOP,
    /** The event is written into the table of dead letters, and the worker goes on with the next one. */
    SKIP
  }

  /** Refuses less than one attempt. */
  public FailurePolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("An event needs 1 or more attempts, not " + attempts + ".");
    }
  }

  /** Tries for ever. */
  public static FailurePolicy retry() {
    return new FailurePolicy(Action.RETRY, 1);
  }

  /** Stops after so many attempts. */
  public static FailurePolicy stopAfter(int attempts) {
    return new FailurePolicy(Action.STOP, attempts);
  }

  /** Skips the event after so many attempts, and writes down which one it was. */
  public static FailurePolicy skipAfter(int attempts) {
    return new FailurePolicy(Action.SKIP, attempts);
  }
}
