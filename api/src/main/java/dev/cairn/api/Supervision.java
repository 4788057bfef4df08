package dev.cairn.api;

import dev.cairn.api.bind.Durations;
import java.time.Duration;

/**
 * What happens to an actor whose handler throws. The asker gets its answer first, whatever follows.
 *
 * <p>None of these resumes with a state that nobody vouches for: after a persist that is unknown, failed or in conflict
 * the actor is recovered from the store before its next command, under every supervision.
 */
public sealed interface Supervision {
  /** The one that a type has if it says nothing: {@link #restart()}. */
  Supervision DEFAULT = restart();

  /** The same instance goes on with the next command. Its fields are as the failed handler left them. */
  static Supervision resume() {
    return new Resume();
  }

  /** A fresh instance goes on; see {@link Restart} for its limits. */
  static Restart restart() {
    return new Restart(100, Duration.ofMinutes(1), Duration.ofMillis(10), Duration.ofSeconds(1), 0.2, 1_000);
  }

  /** The actor stops. */
  static Supervision stop() {
    return new Stop();
  }

  /**
   * The actor stops, and its parent is treated as if its own handler had thrown. Without a parent this is {@link
   * #stop}.
   */
  static Supervision escalate() {
    return new Escalate();
  }

  /** See {@link #resume}. */
  record Resume() implements Supervision {}

  /** See {@link #stop}. */
  record Stop() implements Supervision {}

  /** See {@link #escalate}. */
  record Escalate() implements Supervision {}

  /**
   * A fresh instance, with the last committed state where the actor is persistent; the store is not read. So many times
   * within a window at once. Every failure beyond that is followed by a pause, in which commands wait: the first is
   * short, each next one twice as long, up to a longest, and all are varied at random so that actors that failed
   * together do not come back together. After so many pauses without a quiet window between them the actor stops.
   *
   * @param limit how many restarts within the window come without a pause, from 0
   * @param window a time without a failure after which counting begins anew
   * @param shortest the first pause
   * @param longest no pause is longer, apart from jitter
   * @param jitter from 0 to 1: a pause is varied by up to this part of it in both directions
   * @param pauses how many pauses before the actor stops, from 0
   */
  record Restart(int limit, Duration window, Duration shortest, Duration longest, double jitter, int pauses)
      implements Supervision {
    /** Refuses values that make no sense. */
    public Restart {
      if (limit < 0 || pauses < 0) {
        throw new IllegalArgumentException("Restarts and pauses are counted from 0.");
      }
      if (!window.isPositive() || !shortest.isPositive() || longest.compareTo(shortest) < 0) {
        throw new IllegalArgumentException("A window and pauses are positive, and the longest is not the shorter one.");
      }
      window = Durations.bounded(window);
      shortest = Durations.bounded(shortest);
      longest = Durations.bounded(longest);
      if (!(jitter >= 0 && jitter <= 1)) {
        throw new IllegalArgumentException("Jitter is from 0 to 1, not " + jitter + ".");
      }
    }

    /** Returns this with another limit. */
    public Restart limit(int restarts, Duration within) {
      return new Restart(restarts, within, shortest, longest, jitter, pauses);
    }

    /** Returns this with other pauses. */
    public Restart backoff(Duration first, Duration most, double variation) {
      return new Restart(limit, window, first, most, variation, pauses);
    }

    /** Returns this with another number of pauses before the actor stops. */
    public Restart thenStopAfter(int count) {
      return new Restart(limit, window, shortest, longest, jitter, count);
    }
  }
}
