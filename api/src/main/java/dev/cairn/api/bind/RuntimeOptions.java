package dev.cairn.api.bind;

import dev.cairn.api.CairnListener;
import dev.cairn.api.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How the actors of a system live.
 *
 * @param askTimeout how long an ask waits
 * @param stopDeadline how long a stop waits for handlers
 * @param idleAfter when an idle persistent actor is put to rest
 * @param maxActive how many persistent actors are in memory
 * @param closeWithJvm whether a JVM that ends closes the system; without it, unless a bundle opened it
 * @param checkStates whether the state of an actor is looked at after each command
 * @param time without it the machine's
 * @param listener hears what happens
 */
public record RuntimeOptions(Duration askTimeout, Duration stopDeadline, Duration idleAfter, int maxActive,
    Optional<Boolean> closeWithJvm, boolean checkStates, Optional<TimeSource> time,
    Optional<CairnListener> listener) {
  /** Refuses times that are not positive, and fewer than one active actor. */
  public RuntimeOptions {
    askTimeout = positive("An ask timeout", askTimeout);
    stopDeadline = positive("A stop deadline", stopDeadline);
    idleAfter = positive("An idle time", idleAfter);
    if (maxActive < 1) {
      throw new IllegalArgumentException("At least 1 actor is active, not " + maxActive + ".");
    }
    Objects.requireNonNull(closeWithJvm, "closeWithJvm");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(listener, "listener");
  }

  private static Duration positive(String what, Duration time) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException(what + " is positive, not " + time + ".");
    }
    return Durations.bounded(time);
  }
}
