package dev.cairn.impl.actor;

import dev.cairn.api.KeyException;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StartFailed;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.TimeSource;
import dev.cairn.spi.StreamKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The persistent actors that could not be brought into memory lately. Each is left alone for a while, which doubles
 * with every failure, so that those who go on sending do not make it read its whole stream each time. Any thread may
 * call.
 */
final class RecoveryPauses {
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int FEW = 1_000;

  private final TimeSource time;
  private final Map<StreamKey, Pause> pauses = new ConcurrentHashMap<>();
  private volatile int sweepAt = FEW;

  private record Pause(RuntimeException failure, long since, long nanos) {
    boolean over(long now) {
      return now - since >= nanos;
    }

    boolean isOver(long now) {
      return now - since >= nanos + LONGEST_NANOS;
    }
  }

  RecoveryPauses(TimeSource time) {
    this.time = time;
  }

  /** The failure that still counts, as a new exception; null if the actor may be tried. */
  @Nullable
  RuntimeException of(StreamKey stream, String path) {
    Pause pause = pauses.isEmpty() ? null : pauses.get(stream);
    if (pause == null || pause.over(time.nanos())) {
      return null;
    }
    Throwable cause = pause.failure().getCause();
    return pause.failure() instanceof StartFailed ? new StartFailed(path, cause) : new RecoveryFailed(path, cause);
  }

  /** It was tried in vain. What may mend itself, as a store that cannot be reached, is tried again at once. */
  void recordFailure(StreamKey stream, RuntimeException failure) {
    if (failure.getCause() instanceof StoreUnavailable || failure.getCause() instanceof KeyException) {
      return;
    }
    long now = time.nanos();
    pauses.compute(stream, (key, before) -> new Pause(failure, now,
        before == null || before.isOver(now) ? SHORTEST_NANOS : Math.min(2 * before.nanos(), LONGEST_NANOS)));
    if (pauses.size() > sweepAt) {
      pauses.values().removeIf(pause -> pause.isOver(now));
      sweepAt = Math.max(FEW, 2 * pauses.size());
    }
  }

  /** It is in memory. */
  void recordSuccess(StreamKey stream) {
    if (!pauses.isEmpty()) {
      pauses.remove(stream);
    }
  }
}
