package dev.cairn.impl.actor;

import dev.cairn.api.Persistence;
import dev.cairn.api.TypeRefused;
import dev.cairn.impl.journal.ActorStream;
import dev.cairn.spi.StreamKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The durable timers of a system: those of each store in which a type has some. Any thread may call. */
final class SystemTimers {
  private final LocalActorSystem system;
  private final Map<String, TimerFiring> stores = new HashMap<>();
  private boolean started;
  private boolean stopped;

  SystemTimers(LocalActorSystem system) {
    this.system = system;
  }

  /**
   * Called before a type is used for the first time.
   *
   * @throws TypeRefused if it cannot have durable timers
   */
  void use(KnownType<?, ?, ?> known) {
    if (known.type().timedCommands().isEmpty()) {
      if (known.store().hasHadTimers()) {
        begin(known); // timers of other types may be due, and are told to wait
      }
      return;
    }
    if (known.type().persistence() instanceof Persistence.StateOnly) {
      throw new TypeRefused(known.type().name(), "it declares durable timers with timing(...), and stores no events:"
          + " a timer is stored with an event. Use Persistence.light(), which keeps the events too. Nothing was"
          + " written.");
    }
    begin(known);
  }

  private synchronized void begin(KnownType<?, ?, ?> known) {
    String store = known.store().name();
    if (!stopped && !stores.containsKey(store)) {
      TimerFiring firing = new TimerFiring(system, store, known.store().timers());
      stores.put(store, firing);
      if (started) {
        firing.start();
      }
    }
  }

  /** The system is open. */
  synchronized void start() {
    started = true;
    stores.values().forEach(TimerFiring::start);
  }

  /** An actor was recovered. */
  void recovered(KnownType<?, ?, ?> known, StreamKey actor, ActorStream<?, ?> stream) {
    TimerFiring firing =
        known.type().timedCommands().isEmpty() || stream.timers().size() == 0 ? null : of(actor.store());
    if (firing != null) {
      firing.recovered(actor, stream.timers().all());
    }
  }

  private synchronized @Nullable TimerFiring of(String store) {
    return stores.get(store);
  }

  /** Fires nothing more. */
  synchronized void stop() {
    stopped = true;
    stores.values().forEach(TimerFiring::stop);
  }

  /** Called when the actors have stopped. */
  synchronized void close() {
    stores.values().forEach(TimerFiring::close);
  }
}
