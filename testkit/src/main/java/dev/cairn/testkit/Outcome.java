package dev.cairn.testkit;

import org.jspecify.annotations.Nullable;

/** The outcome of one command. */
sealed interface Outcome {

  /** The actor answered. */
  record Answered(@Nullable Object value) implements Outcome {
    @Override
    public String toString() {
      return "answered " + value;
    }
  }

  /** The actor refused. */
  record SaidNo(Object reason) implements Outcome {
    @Override
    public String toString() {
      return "refused: " + reason;
    }
  }

  /** There is no answer yet: the actor has stashed the command, or answers later. */
  record Pending(String how) implements Outcome {
    @Override
    public String toString() {
      return how;
    }
  }

  /** The handler threw. */
  record Threw(Throwable failure) implements Outcome {
    @Override
    public String toString() {
      return "threw " + failure;
    }
  }
}
