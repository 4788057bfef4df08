package dev.cairn.api;

import dev.cairn.api.bind.Durations;
import java.time.Duration;

/**
 * What happens to an actor whose handler throws. The asker always gets its failure first.
 *
 * <p>No supervision resumes with an uncertain state: after a persist that is unknown, failed or in conflict the actor
 * is recovered from the store before its next command, under every supervision.
 */
public sealed interface Supervision {
  /** The default supervision: {@link #restart()}. */
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
   * A fresh instance; a persistent actor keeps its last committed state, and the store is not read. Up to {@code limit}
   * restarts within a window come at once. After every further failure commands wait for a pause: the first pause is
   * the shortest, each next one is twice as long, up to the longest. Each pause varies at random, so that actors that
   * failed together do not restart together. After {@code pauses} pauses without a quiet window between them the actor
   * stops.
   *
   * @param limit how many restarts within the window come without a pause, from 0
   * @param window the time without a failure after which counting begins anew
   * @param shortest the first pause
   * @param longest the longest pause, apart from jitter
   * @param jitter from 0 to 1: a pause varies by up to this part of it in both directions
   * @param pauses how many pauses before the actor stops, from 0
   */
  record Restart(int limit, Duration window, Duration shortest, Duration longest, double jitter, int pauses)
      implements Supervision {
    /** Refuses values out of range. */
    public Restart {
      if (limit < 0 || pauses < 0) {
        throw new IllegalArgumentException("Restarts and pauses are counted from 0.");
      }
      if (!window.isPositive() || !shortest.isPositive() || longest.compareTo(shortest) < 0) {
        throw new IllegalArgumentException("A window and pauses are positive, and the longest pause is not below the "
            + "shortest.");
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
