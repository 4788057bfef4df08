package dev.cairn.impl.journal;

import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A state that an actor has or had: the newest snapshot that is not too late, and the events after it. */
final class PastState<S> {
  private final StreamKey stream;
  private final Supplier<Replay<S>> beginning;
  private final long through;
  private final boolean exact;
  private final LongConsumer progress;

  /**
   * @param through the last event to apply
   * @param progress hears of each event before it is decoded and applied, and of the one that a snapshot is of
   */
  PastState(StreamKey stream, Supplier<Replay<S>> beginning, long through, LongConsumer progress) {
    this(stream, beginning, through, true, progress);
  }

  private PastState(StreamKey stream, Supplier<Replay<S>> beginning, long through, boolean exact,
      LongConsumer progress) {
    this.stream = stream;
    this.beginning = beginning;
    this.through = through;
    this.exact = exact;
    this.progress = progress;
  }

  /** The state after every event there is. */
  static <S> PastState<S> ofNow(StreamKey stream, Supplier<Replay<S>> beginning) {
    return new PastState<>(stream, beginning, Long.MAX_VALUE, false, event -> {
    });
  }

  Replay<S> from(Backend backend) {
    for (;;) {
      try (Recovery recovery = backend.recover(stream, through)) {
        if (exact && through > recovery.head().last()) {
          throw new IllegalArgumentException(
              "The last event of " + stream + " is " + recovery.head().last() + ", not " + through + ".");
        }
        Replay<S> done = finish(begin(recovery), recovery, backend);
        if (done != null) {
          return done;
        }
      }
    }
  }

  /** Returns null where the actor has deleted events before they were read; what it keeps begins later now. */
  private @Nullable Replay<S> finish(Replay<S> replay, Recovery recovery, Backend backend) {
    try {
      replay.apply(recovery, through, progress);
      return replay;
    } catch (BackendException.Unavailable e) {
      if (StoredHead.of(backend, stream).deletedThrough() > recovery.head().deletedThrough()) {
        return null;
      }
      throw e;
    }
  }

  private Replay<S> begin(Recovery recovery) {
    Replay<S> replay = beginning.get();
    Snapshot snapshot = recovery.snapshot().orElse(null);
    if (snapshot == null) {
      StreamHead head = recovery.head();
      if (head.deletedThrough() > head.purgedThrough() || head.purgedThrough() > through) {
        throw historyCompacted(head);
      }
      replay.begin(head);
      return replay;
    }
    try {
      progress.accept(snapshot.sequence());
      replay.begin(snapshot);
      return replay;
    } catch (UnreadableRecord e) {
      throw new StoreDamaged("The snapshot of stream " + stream + " at event " + snapshot.sequence()
          + " cannot be read: " + e.rule() + ".", e);
    }
  }

  static HistoryCompacted historyCompacted(StreamHead head) {
    return new HistoryCompacted("The events of " + head.stream() + " up to " + head.deletedThrough()
        + " are not stored any more, and no state before that is.");
  }
}
