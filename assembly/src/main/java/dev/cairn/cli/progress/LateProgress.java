package dev.cairn.cli.progress;

import java.time.Duration;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Shows the progress of a task only if it takes longer than a second. */
final class LateProgress implements Progress {
  private static final Duration SOON = Duration.ofSeconds(1);
  private final LongFunction<Progress> begin;
  private final long start = System.nanoTime();
  private @Nullable Progress shown;

  /** Takes the function that begins the display, with the amount that is done by then. */
  LateProgress(LongFunction<Progress> begin) {
    this.begin = begin;
  }

  @Override
  public synchronized void stepTo(long done) {
    if (shown == null && System.nanoTime() - start > SOON.toNanos()) {
      shown = begin.apply(done);
    }
    if (shown != null) {
      shown.stepTo(done);
    }
  }

  @Override
  public synchronized void close() {
    if (shown != null) {
      shown.close();
    }
  }
}
