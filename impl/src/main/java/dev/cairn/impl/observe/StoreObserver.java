package dev.cairn.impl.observe;

import dev.cairn.api.ActorType;
import dev.cairn.api.CairnListener;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.StreamKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reports writes and recoveries to the log, JFR and the listener. A failure of these must not reach the store, so
 * nothing is thrown here. Any thread may call.
 */
public final class StoreObserver {
  private static final GuardedLogger LOG = GuardedLogger.of("dev.cairn");

  private static final long MEASURED_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Audience audience;
  private final boolean hearsReaders;
  private final AtomicLong measureAt = new AtomicLong(System.nanoTime());

  /** Reports to listeners. */
  public StoreObserver(List<CairnListener> listeners) {
    this.audience = new Audience(listeners);
    this.hearsReaders = audience.hears("readerMoved", CairnListener.ReaderMoved.class);
  }

  /** Events of an actor are stored; {@code since} is when it called persist. */
  public void persisted(StreamKey actor, long sequence, int events, long since) {
    FlightRecorder.record(() -> {
      PersistEvent event = new PersistEvent();
      if (event.shouldCommit()) {
        event.path = actor.toString();
        event.sequence = sequence;
        event.events = events;
        event.took = System.nanoTime() - since;
        event.commit();
      }
    });
    if (!audience.isEmpty()) { // allocates nothing without a listener
      tell(heard -> heard.persisted(new CairnListener.Persisted(actor.toString(), sequence, events, past(since))));
    }
  }

  /** A batch of commits is stored; the call began at {@code since}. */
  public void committed(int commits, int events, long bytes, long queued, boolean synced, long since) {
    FlightRecorder.record(() -> {
      CommitEvent event = new CommitEvent();
      if (event.shouldCommit()) {
        event.commits = commits;
        event.events = events;
        event.bytes = bytes;
        event.queued = queued;
        event.synced = synced;
        event.took = System.nanoTime() - since;
        event.commit();
      }
    });
    if (!audience.isEmpty()) {
      tell(heard -> heard.committed(
          new CairnListener.Committed(commits, events, bytes, Duration.ofNanos(queued), synced, past(since))));
    }
  }

  /** An actor was recovered; the recovery began at {@code since}. */
  public void recovered(StreamKey actor, long snapshot, long events, long ignored, long since) {
    FlightRecorder.record(() -> {
      RecoveryEvent event = new RecoveryEvent();
      if (event.shouldCommit()) {
        event.path = actor.toString();
        event.snapshot = snapshot;
        event.events = events;
        event.ignored = ignored;
        event.took = System.nanoTime() - since;
        event.commit();
      }
    });
    tell(heard -> heard
        .recovered(new CairnListener.Recovered(actor.toString(), snapshot, events, ignored, past(since))));
  }

  /** Stored events of some types are passed over from now on, as their actor type declares. */
  public void ignores(String store, String actorType, List<String> events) {
    LOG.log(System.Logger.Level.INFO, () -> "The actor type " + actorType + " ignores the events "
        + String.join(", ", events) + " of store " + store + ": recoveries and readers pass them over.");
  }

  /** A snapshot is stored; the work began at {@code since}. */
  public void snapshotStored(StreamKey actor, long sequence, long bytes, long since) {
    snapshot(actor, sequence, bytes, true, since);
    tell(heard -> heard
        .snapshotStored(new CairnListener.SnapshotStored(actor.toString(), sequence, bytes, past(since))));
  }

  /** A snapshot could not be stored. */
  public void snapshotFailed(StreamKey actor, long sequence, Throwable cause, long since) {
    LOG.log(System.Logger.Level.WARNING, () -> "The snapshot of " + actor + " at event " + sequence
        + " could not be stored; its events are. It is tried again later.", cause);
    snapshot(actor, sequence, 0, false, since);
    tell(heard -> heard.snapshotFailed(new CairnListener.SnapshotFailed(actor.toString(), sequence, cause)));
  }

  private static void snapshot(StreamKey actor, long sequence, long bytes, boolean stored, long since) {
    FlightRecorder.record(() -> {
      SnapshotEvent event = new SnapshotEvent();
      if (event.shouldCommit()) {
        event.path = actor.toString();
        event.sequence = sequence;
        event.bytes = bytes;
        event.stored = stored;
        event.took = System.nanoTime() - since;
        event.commit();
      }
    });
  }

  /** A batch of commits failed, and the store is opened again. */
  public void storeLost(int commits, Throwable cause) {
    LOG.log(System.Logger.Level.ERROR, () -> "The store failed during a commit of " + commits
        + " changes; it is closed and opened again to see what became of them.", cause);
    tell(heard -> heard.storeLost(new CairnListener.StoreLost(commits, cause)));
  }

  /** The store is open again; it was lost at {@code since}. */
  public void storeReopened(long generation, long since) {
    LOG.log(System.Logger.Level.INFO, () -> "The store is open again, as generation " + generation + ".");
    tell(heard -> heard.storeReopened(new CairnListener.StoreReopened(generation, past(since))));
  }

  /** A backend has stored a batch, at a {@link System#nanoTime}. Measures the backend about once a minute. */
  public void stored(Backend backend, long now) {
    long at = measureAt.get();
    if (now - at >= 0 && measureAt.compareAndSet(at, now + MEASURED_EVERY_NANOS)) {
      measure(backend);
    }
  }

  /** Reports the statistics of a backend. A failure is logged and changes nothing. */
  public void measure(Backend backend) {
    try {
      if (audience.isEmpty() && !new StatisticEvent().isEnabled()) {
        return;
      }
      Map<String, Long> values = backend.statistics();
      if (!values.isEmpty()) {
        measured(new CairnListener.Measured(backend.info().name(), values));
      }
    } catch (BackendException.Closed e) {
      // it was measured before it was closed
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.WARNING, () -> "The store did not say what it counts.", e);
    }
  }

  private void measured(CairnListener.Measured measured) {
    measured.values().forEach((name, value) -> {
      StatisticEvent event = new StatisticEvent();
      event.backend = measured.backend();
      event.name = name;
      event.value = value;
      event.commit();
    });
    tell(heard -> heard.measured(measured));
  }

  /**
   * A reader has read a page.
   *
   * @param next when the first event of the page was persisted; it is asked only if somebody hears it
   */
  public void readerMoved(String store, String reader, int read, Supplier<Optional<Instant>> next) {
    if (hearsReaders) {
      tell(heard -> heard.readerMoved(new CairnListener.ReaderMoved(store, reader, read, next.get())));
    }
  }

  /** A reader cannot go on, and waits for as long as this. */
  public void readerFailed(String store, String reader, Throwable cause, long pauseNanos) {
    tell(heard -> heard
        .readerFailed(new CairnListener.ReaderFailed(store, reader, cause, Duration.ofNanos(pauseNanos))));
  }

  /** A reader has ended. */
  public void readerStopped(String store, String reader) {
    tell(heard -> heard.readerStopped(new CairnListener.ReaderStopped(store, reader)));
  }

  private static Duration past(long since) {
    return Duration.ofNanos(System.nanoTime() - since);
  }

  private void tell(Consumer<CairnListener> event) {
    audience.tell(event);
  }
}
