package dev.cairn.impl.actor;

import dev.cairn.impl.journal.Journal;
import dev.cairn.spi.StreamKey;

/** Forgets actors and streams: stops the actor, lets its store forget it, and stops what became active meanwhile. */
final class ActorForgetting {
  private final Journal journal;
  private final ActorRegistry registry;
  private final Stopping stopping;

  ActorForgetting(Journal journal, ActorRegistry registry, Stopping stopping) {
    this.journal = journal;
    this.registry = registry;
    this.stopping = stopping;
  }

  /** Returns when it is forgotten. What becomes active again before the key is destroyed is stopped after it. */
  void forget(StreamKey stream) {
    RunningCall.awaitDurable();
    stop(stream);
    journal.store(stream.store()).forget(stream);
    stop(stream);
  }

  private void stop(StreamKey stream) {
    ActorCell<?> cell = registry.cellIfAny(stream);
    if (cell != null && cell.runsWithin()) {
      throw new IllegalStateException("The actor " + cell.path() + " cannot forget itself. Let another thread do it.");
    }
    if (cell != null) {
      stopping.stop(cell);
    }
  }
}
