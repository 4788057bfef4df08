package dev.cairn.testkit;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.CommitResult;
import java.util.Objects;

/** A way for a call of a backend to go wrong. A value: the same one may be used again. */
public sealed interface Fault {

  /** {@link #before(RuntimeException)}, unavailable. */
  static Fault before() {
    return before(unavailable("before the call"));
  }

  /** The call throws this, and the backend never sees it. */
  static Fault before(RuntimeException failure) {
    return new Before(failure);
  }

  /** {@link #halfway(RuntimeException)}, unavailable. */
  static Fault halfway() {
    return halfway(unavailable("in the middle of the call"));
  }

  /**
   * The call throws this in its middle: of a list of commits the first half is stored, which of a single one is
   * nothing; a reader gets one result. A call without a middle fails before.
   */
  static Fault halfway(RuntimeException failure) {
    return new Halfway(failure);
  }

  /** {@link #after(RuntimeException)}, unavailable. */
  static Fault after() {
    return after(unavailable("after the call"));
  }

  /**
   * The call is carried out and throws this: the acknowledgement is lost. A reader gets all results, but no end. What
   * was opened is closed again.
   */
  static Fault after(RuntimeException failure) {
    return new After(failure);
  }

  /** Each commit of the list is answered so, and nothing is stored. Only for {@link Call#COMMIT}. */
  static Fault answer(CommitResult result) {
    return new Answer(result);
  }

  private static RuntimeException unavailable(String when) {
    return new BackendException.Unavailable("This test wants a failure " + when + ".", null);
  }

  /**
   * See {@link Fault#before(RuntimeException)}.
   *
   * @param failure what to throw
   */
  record Before(RuntimeException failure) implements Fault {
    /** Refuses to fail without a failure. */
    public Before {
      Objects.requireNonNull(failure, "failure");
    }
  }

  /**
   * See {@link Fault#halfway(RuntimeException)}.
   *
   * @param failure what to throw
   */
  record Halfway(RuntimeException failure) implements Fault {
    /** Refuses to fail without a failure. */
    public Halfway {
      Objects.requireNonNull(failure, "failure");
    }
  }

  /**
   * See {@link Fault#after(RuntimeException)}.
   *
   * @param failure what to throw
   */
  record After(RuntimeException failure) implements Fault {
    /** Refuses to fail without a failure. */
    public After {
      Objects.requireNonNull(failure, "failure");
    }
  }

  /**
   * See {@link Fault#answer(CommitResult)}.
   *
   * @param result what to say of each commit
   */
  record Answer(CommitResult result) implements Fault {
    /** Refuses to answer nothing. */
    public Answer {
      Objects.requireNonNull(result, "result");
    }
  }
}
