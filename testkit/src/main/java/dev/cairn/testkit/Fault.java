package dev.cairn.testkit;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.CommitResult;
import java.util.Objects;

/** A way in which a call to a backend fails. A value: it may be used several times. */
public sealed interface Fault {

  /** {@link #before(RuntimeException)} with a backend that is unavailable. */
  static Fault before() {
    return before(unavailable("before the call"));
  }

  /** The call throws this exception and does not reach the backend. */
  static Fault before(RuntimeException failure) {
    return new Before(failure);
  }

  /** {@link #halfway(RuntimeException)} with a backend that is unavailable. */
  static Fault halfway() {
    return halfway(unavailable("in the middle of the call"));
  }

  /**
   * The call throws this exception half-way: of a batch the first half is stored (nothing of a single commit); a cursor
   * returns one result. A call without a half-way point fails before.
   */
  static Fault halfway(RuntimeException failure) {
    return new Halfway(failure);
  }

  /** {@link #after(RuntimeException)} with a backend that is unavailable. */
  static Fault after() {
    return after(unavailable("after the call"));
  }

  /**
   * The call is executed and then throws this exception: the acknowledgement is lost. A cursor returns all results, but
   * fails at its end. A backend that was opened is closed again.
   */
  static Fault after(RuntimeException failure) {
    return new After(failure);
  }

  /** Each commit of the batch gets this result, and nothing is stored. Only for {@link Call#COMMIT}. */
  static Fault answer(CommitResult result) {
    return new Answer(result);
  }

  private static RuntimeException unavailable(String when) {
    return new BackendException.Unavailable("This test wants a failure " + when + ".", null);
  }

  /**
   * See {@link Fault#before(RuntimeException)}.
   *
   * @param failure the exception to throw
   */
  record Before(RuntimeException failure) implements Fault {
    /** Refuses null. */
    public Before {
      Objects.requireNonNull(failure, "failure");
    }
  }

  /**
   * See {@link Fault#halfway(RuntimeException)}.
   *
   * @param failure the exception to throw
   */
  record Halfway(RuntimeException failure) implements Fault {
    /** Refuses null. */
    public Halfway {
      Objects.requireNonNull(failure, "failure");
    }
  }

  /**
   * See {@link Fault#after(RuntimeException)}.
   *
   * @param failure the exception to throw
   */
  record After(RuntimeException failure) implements Fault {
    /** Refuses null. */
    public After {
      Objects.requireNonNull(failure, "failure");
    }
  }

  /**
   * See {@link Fault#answer(CommitResult)}.
   *
   * @param result the result of each commit
   */
  record Answer(CommitResult result) implements Fault {
    /** Refuses null. */
    public Answer {
      Objects.requireNonNull(result, "result");
    }
  }
}
