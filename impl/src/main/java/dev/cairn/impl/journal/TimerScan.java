package dev.cairn.impl.journal;

import dev.cairn.api.Forgotten;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.TimerSetting;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.timer.DueTimers;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the pending timers of a store without pages: reads the newest snapshot of each actor and the events after it.
 * Used by one thread.
 */
final class TimerScan {
  private static final GuardedLogger LOG = GuardedLogger.of(TimerScan.class);
  private static final int STREAMS = 64;

  private final String store;
  private final Committer committer;
  private final Manifest manifest;
  private @Nullable StreamKey before;

  private record Found(StreamKey stream, List<TimerSetting> timers) {}

  TimerScan(String store, Committer committer, Manifest manifest) {
    this.store = store;
    this.committer = committer;
    this.manifest = manifest;
  }

  /** Adds all of them; false if it was stopped. */
  boolean run(DueTimers into, BooleanSupplier stopped) {
    boolean more = true;
    while (more && !stopped.getAsBoolean()) {
      List<Found> found = new ArrayList<>();
      more = committer.read(committer.patience(), backend -> some(backend, found));
      found.forEach(each -> each.timers().forEach(timer -> into.set(each.stream().type(), each.stream().id(),
          timer.name(), timer.sequence(), timer.millis())));
    }
    return !more;
  }

  private boolean some(Backend backend, List<Found> found) {
    found.clear();
    int streams = 0;
    StreamKey last = before;
    try (Cursor<StreamHead> heads = backend.streams(store, Optional.ofNullable(before))) {
      for (StreamHead head = heads.next(); head != null; head = streams < STREAMS ? heads.next() : null) {
        last = head.stream();
        streams++;
        if (!StoreDescription.owns(last)) {
          List<TimerSetting> timers = timers(backend, last);
          if (!timers.isEmpty()) {
            found.add(new Found(last, timers));
          }
        }
      }
    }
    before = last;
    return streams == STREAMS;
  }

  /**
   * Whether a timer of an actor is stored as pending, as that event has set it; also where the actor cannot be read,
   * which is told when it is woken.
   */
  boolean isPending(StreamKey actor, String name, long sequence) {
    try {
      return committer.read(committer.patience(), actor, backend -> pending(backend, actor)).all().stream()
          .anyMatch(timer -> timer.name().equals(name) && timer.sequence() == sequence);
    } catch (Forgotten e) {
      return false;
    } catch (UnreadableRecord e) {
      return true;
    }
  }

  private List<TimerSetting> timers(Backend backend, StreamKey stream) {
    try {
      return pending(backend, stream).all();
    } catch (Forgotten e) {
      return List.of(); // its timers have ended with it
    } catch (UnreadableRecord e) {
      LOG.log(System.Logger.Level.ERROR, () -> "The durable timers of " + stream + " do not fire until it can be"
          + " recovered: an event of it cannot be read: " + e.rule() + ".");
      return List.of();
    }
  }

  private PendingTimers pending(Backend backend, StreamKey stream) {
    StreamOpener opener = manifest.opener(stream);
    for (long atMost = Long.MAX_VALUE;;) {
      try (Recovery recovery = backend.recover(stream, atMost)) {
        PendingTimers pending = new PendingTimers();
        try {
          recovery.snapshot().ifPresent(snapshot -> pending.apply(
              opener.open(RecordKind.SNAPSHOT, snapshot.sequence(), snapshot.record()).metadata()));
        } catch (UnreadableRecord e) {
          atMost = recovery.snapshot().orElseThrow().sequence() - 1; // as a recovery does
          continue;
        }
        for (StoredEvent event = recovery.events().next(); event != null; event = recovery.events().next()) {
          pending.apply(opener.open(RecordKind.EVENT, event.sequence(), event.record()).metadata());
        }
        return pending;
      }
    }
  }
}
