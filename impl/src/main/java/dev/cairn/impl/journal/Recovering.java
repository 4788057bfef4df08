package dev.cairn.impl.journal;

import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One recovery: the newest snapshot that can be read, then every event after it, opened, decoded and applied one at a
 * time, while what follows is read. A snapshot that is damaged gives way to an older one, or to all events where none
 * is gone. A gap, a damaged event, or an {@code apply} that throws ends it by name; nothing is skipped and nothing is
 * written.
 *
 * <pre>
 *   snapshots   s1 ........ s2 ........ s3          read: s3, or s2 and what follows, or s1 and what follows,
 *   events      ----------------------------->      or the initial state and everything
 * </pre>
 */
final class Recovering<S> {
  private static final GuardedLogger LOG = GuardedLogger.of(Recovering.class);

  private final StreamKey stream;
  private final Supplier<Replay<S>> beginning;
  private final LongConsumer progress;
  private @Nullable StoreDamaged unreadable;

  /**
   * @param beginning makes what applies
   * @param progress hears of each event before it is decoded and applied, and of the one that a snapshot is of
   */
  Recovering(StreamKey stream, Supplier<Replay<S>> beginning, LongConsumer progress) {
    this.stream = stream;
    this.beginning = beginning;
    this.progress = progress;
  }

  RecoveredStream<S> from(Backend backend) {
    Recovery newest = backend.takeOver(stream);
    long epoch = newest.epoch();
    while (true) {
      try (Recovery recovery = newest) {
        Replay<S> replay = begin(recovery);
        if (replay != null) {
          return finish(replay, recovery, epoch);
        }
      }
      newest = backend.recover(stream, newest.snapshot().orElseThrow().sequence() - 1);
    }
  }

  /** Returns null if the snapshot to begin with cannot be read. */
  private @Nullable Replay<S> begin(Recovery recovery) {
    StreamHead head = recovery.head();
    Replay<S> replay = beginning.get();
    if (recovery.snapshot().isEmpty()) {
      if (unreadable != null && head.deletedThrough() > head.purgedThrough()) {
        throw unreadable;
      }
      replay.begin(head);
      return replay;
    }
    try {
      progress.accept(recovery.snapshot().get().sequence());
      replay.begin(recovery.snapshot().get());
      return replay;
    } catch (UnreadableRecord e) {
      StoreDamaged damage = new StoreDamaged("The snapshot of stream " + stream + " at event "
          + recovery.snapshot().get().sequence() + " cannot be read: " + e.rule() + ".", e);
      LOG.log(System.Logger.Level.WARNING, () -> damage.getMessage() + " What is older is tried instead.");
      unreadable = unreadable == null ? damage : unreadable;
      return null;
    }
  }

  private RecoveredStream<S> finish(Replay<S> replay, Recovery recovery, long epoch) {
    long snapshotAt = replay.last();
    replay.apply(recovery, Long.MAX_VALUE, progress);
    return new RecoveredStream<>(stream, epoch, replay.state(), replay.last(), snapshotAt,
        recovery.head().snapshots().size(), replay.ignored(), replay.carried());
  }
}
