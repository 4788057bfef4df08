package dev.cairn.impl.actor;

import dev.cairn.api.Persistence;
import dev.cairn.api.TypeRefused;
import dev.cairn.impl.journal.ActorStream;
import dev.cairn.impl.journal.TimerIndex;
import dev.cairn.impl.record.Metadata;
import dev.cairn.spi.StreamKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The durable timers of a system: those of each store in which a type has some. Any thread may call. */
final class SystemTimers {
  private final LocalActorSystem system;
  private final Map<String, Loops> stores = new ConcurrentHashMap<>();
  private boolean started;
  private boolean stopped;

  /**
   * What runs for one store.
   *
   * @param waking wakes the actors of all processes, while this one keeps the index; null where this one writes alone
   */
  private record Loops(TimerFiring firing, @Nullable TimerWaking waking) {
    void forEach(Consumer<TimerLoop> what) {
      if (waking != null) {
        what.accept(waking);
      }
      what.accept(firing);
    }
  }

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
      Loops loops = loops(store, known.store().timers());
      stores.put(store, loops);
      if (started) {
        loops.forEach(TimerLoop::start);
      }
    }
    Loops loops = stores.get(store);
    TimerWaking waking = loops == null ? null : loops.waking();
    if (waking != null && !known.type().timedCommands().isEmpty()) {
      waking.wakes();
    }
  }

  private Loops loops(String store, TimerIndex index) {
    return index.isShared()
        ? new Loops(new TimerFiring(system, store, new OwnTimers()), new TimerWaking(system, store, index))
        : new Loops(new TimerFiring(system, store, index), null);
  }

  private synchronized void forEach(Consumer<TimerLoop> what) {
    stores.values().forEach(loops -> loops.forEach(what));
  }

  /** The system is open. */
  synchronized void start() {
    started = true;
    forEach(TimerLoop::start);
  }

  /** An actor was recovered. */
  void recovered(KnownType<?, ?, ?> known, StreamKey actor, ActorStream<?, ?> stream) {
    TimerFiring firing =
        known.type().timedCommands().isEmpty() || stream.timers().size() == 0 ? null : of(actor.store());
    if (firing != null) {
      firing.recovered(actor, stream.epoch(), stream.timers().all());
    }
  }

  /**
   * What an actor has pending has changed.
   *
   * @param sequence of the first event of the commit
   * @param metadata of that event, {@link Metadata#NONE} of a purge or a snapshot
   */
  void changed(StreamKey actor, ActorStream<?, ?> stream, long sequence, Metadata metadata) {
    TimerFiring firing = of(actor.store());
    if (firing != null) {
      firing.changed(actor, stream.epoch(), sequence, metadata, stream.timers().size() > 0);
    }
  }

  private @Nullable TimerFiring of(String store) {
    Loops loops = stores.get(store);
    return loops == null ? null : loops.firing();
  }

  /** Fires nothing more. */
  synchronized void stop() {
    stopped = true;
    forEach(TimerLoop::stop);
  }

  /** Called when the actors have stopped. */
  synchronized void close() {
    forEach(TimerLoop::close);
  }
}
