package dev.cairn.impl.actor;

import dev.cairn.impl.commit.Activity;
import dev.cairn.impl.journal.TimerSource;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.timer.DueTimers;
import dev.cairn.spi.StreamKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The pending durable timers of the actors that this process has recovered, where several processes write: as the
 * actors have told. It may know of one that has ended, or whose actor another process has taken over. Used by one
 * thread, but for {@link #activity}.
 */
final class OwnTimers implements TimerSource {
  private final DueTimers timers = new DueTimers();
  private final Activity activity = new Activity();
  private final Map<StreamKey, Long> epochs = new HashMap<>();

  /** An actor was recovered under a claim. */
  void recovered(StreamKey actor, long epoch) {
    epochs.put(actor, epoch);
  }

  /** An actor has stored an event that changes its timers; {@code hasSome} says whether any is pending now. */
  void changed(StreamKey actor, long epoch, long sequence, Metadata metadata, boolean hasSome) {
    metadata.ended().forEach(name -> timers.end(actor.type(), actor.id(), name, sequence));
    timers.setAll(actor, metadata.timers());
    if (hasSome) {
      epochs.put(actor, epoch);
    } else {
      epochs.remove(actor);
    }
  }

  /** The claim under which an actor was last seen here, 0 if none is known. */
  long epoch(StreamKey actor) {
    return epochs.getOrDefault(actor, 0L);
  }

  /** Another process has an actor. */
  void forget(StreamKey actor) {
    epochs.remove(actor);
  }

  @Override
  public DueTimers timers() {
    return timers;
  }

  @Override
  public Activity activity() {
    return activity;
  }

  @Override
  public boolean goOn(BooleanSupplier stopped) {
    return false;
  }

  @Override
  public void save(boolean now) {
    // the events of the actors have them
  }

  @Override
  public boolean isSaved() { return true; }
}
