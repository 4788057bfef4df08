package dev.cairn.api.bind;

import dev.cairn.api.ActorType;
import dev.cairn.api.CairnListener;
import dev.cairn.api.CairnTracer;
import dev.cairn.api.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The options of a system for its actors.
 *
 * @param askTimeout how long an ask waits
 * @param stopDeadline how long a stop waits for handlers
 * @param idleAfter after which time an idle persistent actor is passivated
 * @param maxActive how many persistent actors may be in memory
 * @param closeWithJvm whether a shutdown of the JVM closes the system; the default is yes, except in an OSGi framework
 * @param checkStates whether the state of an actor is checked after each command
 * @param types the actor types that are checked when the system opens
 * @param time the time source; the default is the machine's clock
 * @param listeners the listeners of the system
 * @param tracer what stands around commands and persists
 */
public record RuntimeOptions(Duration askTimeout, Duration stopDeadline, Duration idleAfter, int maxActive,
    Optional<Boolean> closeWithJvm, boolean checkStates, List<ActorType<?, ?, ?>> types,
    Optional<TimeSource> time, List<CairnListener> listeners, Optional<CairnTracer> tracer) {
  /** Refuses times that are not positive, and fewer than one active actor. */
  public RuntimeOptions {
    askTimeout = positive("An ask timeout", askTimeout);
    stopDeadline = positive("A stop deadline", stopDeadline);
    idleAfter = positive("An idle time", idleAfter);
    if (maxActive < 1) {
      throw new IllegalArgumentException("At least 1 actor is active, not " + maxActive + ".");
    }
    Objects.requireNonNull(closeWithJvm, "closeWithJvm");
    types = List.copyOf(types);
    Objects.requireNonNull(time, "time");
    listeners = List.copyOf(listeners);
    Objects.requireNonNull(tracer, "tracer");
  }

  private static Duration positive(String what, Duration time) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException(what + " is positive, not " + time + ".");
    }
    return Durations.bounded(time);
  }
}
