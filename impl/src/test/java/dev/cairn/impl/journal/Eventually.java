package dev.cairn.impl.journal;

import dev.cairn.api.CairnException;
import java.time.Duration;
import java.util.function.Supplier;

/** Asks again while the answer is a failure that passes. */
final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Eventually() {}

  static <T> T succeeds(Supplier<T> work) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return work.get();
      } catch (CairnException e) {
        if (deadline - System.nanoTime() <= 0) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }
}
