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
 * The persistent actors that have failed to recover or to start. Each one gets a pause before the next attempt, and
 * every failure doubles the pause. So a crowd of senders does not make the actor read its whole stream for each
 * command. Any thread may call.
 */
final class RecoveryPauses {
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int FEW = 1_000;

  private final TimeSource time;
  private final Map<StreamKey, Pause> pauses = new ConcurrentHashMap<>();
  private volatile int sweepAt = FEW;

  private record Pause(RuntimeException failure, long since, long nanos) {
    boolean allowsAttempt(long now) {
      return now - since >= nanos;
    }

    boolean isForgotten(long now) {
      return now - since >= nanos + LONGEST_NANOS;
    }
  }

  RecoveryPauses(TimeSource time) {
    this.time = time;
  }

  /** The last failure, as a new exception, while its pause lasts; null if the actor may recover. */
  @Nullable
  RuntimeException of(StreamKey stream, String path) {
    Pause pause = pauses.isEmpty() ? null : pauses.get(stream);
    if (pause == null || pause.allowsAttempt(time.nanos())) {
      return null;
    }
    Throwable cause = pause.failure().getCause();
    return pause.failure() instanceof StartFailed ? new StartFailed(path, cause) : new RecoveryFailed(path, cause);
  }

  /** An attempt has failed. Where the store or a key is missing there is no pause: it may come at any moment. */
  void recordFailure(StreamKey stream, RuntimeException failure) {
    if (failure.getCause() instanceof StoreUnavailable || failure.getCause() instanceof KeyException) {
      return;
    }
    long now = time.nanos();
    pauses.compute(stream, (key, before) -> new Pause(failure, now,
        before == null || before.isForgotten(now) ? SHORTEST_NANOS : Math.min(2 * before.nanos(), LONGEST_NANOS)));
    if (pauses.size() > sweepAt) {
      pauses.values().removeIf(pause -> pause.isForgotten(now));
      sweepAt = Math.max(FEW, 2 * pauses.size());
    }
  }

  /** The actor is in memory. */
  void recordSuccess(StreamKey stream) {
    if (!pauses.isEmpty()) {
      pauses.remove(stream);
    }
  }
}
