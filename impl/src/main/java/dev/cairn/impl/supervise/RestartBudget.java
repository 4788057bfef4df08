package dev.cairn.impl.supervise;

import dev.cairn.api.Supervision;
import java.util.function.DoubleSupplier;

/** Counts the failures of one actor and decides whether, and when, it restarts. Used by the actor's thread. */
public final class RestartBudget {
  /** Instead of a pause: the actor stops. */
  public static final long SPENT = -1;

  private static final int MOST_DOUBLINGS = 40;

  private final Supervision.Restart terms;
  private final DoubleSupplier random;
  private long windowStart;
  private long lastFailure;
  private int restarts;
  private int pauses;

  /**
   * Makes a full budget.
   *
   * @param random from 0 to 1
   * @param now in nanoseconds
   */
  public RestartBudget(Supervision.Restart terms, DoubleSupplier random, long now) {
    this.terms = terms;
    this.random = random;
    this.windowStart = now;
    this.lastFailure = now;
  }

  /** Counts a failure and returns the pause before the restart in nanoseconds, 0 for none, or {@link #SPENT}. */
  public long countFailure(long now) {
    long window = terms.window().toNanos();
    boolean within = restarts <= terms.limit();
    if (now - lastFailure >= window || now - windowStart >= window && within) {
      pauses = 0;
    }
    if (now - windowStart >= window) {
      windowStart = now;
      restarts = 0;
    }
    lastFailure = now;
    restarts = Math.min(restarts + 1, Integer.MAX_VALUE - 1);
    if (restarts <= terms.limit()) {
      return 0;
    }
    return pauses == terms.pauses() ? SPENT : pause(pauses++);
  }

  private long pause(int before) {
    double doubled = terms.shortest().toNanos() * Math.pow(2, Math.min(before, MOST_DOUBLINGS));
    double capped = Math.min(doubled, terms.longest().toNanos());
    return Math.max(1, (long) (capped * (1 + terms.jitter() * (2 * random.getAsDouble() - 1))));
  }
}
