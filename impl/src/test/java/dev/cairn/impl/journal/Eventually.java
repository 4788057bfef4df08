package dev.cairn.impl.journal;

import dev.cairn.api.CairnException;
import java.util.function.Supplier;

/** Asks again while the answer is a failure that passes. */
final class Eventually {
  private static final int PATIENCE = 1000;

  private Eventually() {}

  static <T> T succeeds(Supplier<T> work) {
    for (int i = 1;; i++) {
      try {
        return work.get();
      } catch (CairnException e) {
        if (i == PATIENCE) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }
}
