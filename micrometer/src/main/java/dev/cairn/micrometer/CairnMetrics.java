package dev.cairn.micrometer;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.CairnListener;
import dev.cairn.api.DeadLetter;
import dev.cairn.api.Terminated;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meters of a system, whose names and tags stand in {@code docs/metrics.md}. No tag is an id of an actor, so their
 * number depends on the types and not on the actors. Any thread may call.
 *
 * <pre>{@code
 * ActorSystem system = ActorSystem.builder().listener(new CairnMetrics(registry)).open();
 * }</pre>
 *
 * Gauges are there from the opening of the system to its close. Two systems with one registry need tags that tell them
 * apart, and a {@code CairnMetrics} each.
 */
public final class CairnMetrics implements CairnListener {
  private final Meters meters;
  private final Map<ActorSystem, ActorGauges> gauges = new ConcurrentHashMap<>();
  private final ReaderGauges readers;
  private final BackendGauges backend;

  /** The meters of the only system of a registry. */
  public CairnMetrics(MeterRegistry registry) {
    this(registry, Tags.empty());
  }

  /** The meters of a system, each with these tags too. */
  public CairnMetrics(MeterRegistry registry, Iterable<Tag> tags) {
    this.meters = new Meters(registry, Tags.of(tags));
    this.readers = new ReaderGauges(meters);
    this.backend = new BackendGauges(meters);
  }

  @Override
  public void opened(ActorSystem system) {
    gauges.computeIfAbsent(system, opened -> new ActorGauges(opened, meters));
  }

  @Override
  public void closed(ActorSystem system) {
    ActorGauges own = gauges.remove(system);
    if (own != null) {
      own.remove();
    }
    readers.removeAll();
    backend.removeAll();
  }

  @Override
  public void handled(Handled event) {
    meters.timer("cairn.commands", "type", event.type(), "command", event.command(), "outcome", word(event.outcome()))
        .record(event.took());
  }

  @Override
  public void persisted(Persisted event) {
    String type = type(event.path());
    meters.timer("cairn.persists", "type", type).record(event.took());
    meters.counter("cairn.events", "type", type).increment(event.events());
  }

  @Override
  public void committed(Committed event) {
    meters.timer("cairn.batches", "synced", String.valueOf(event.synced())).record(event.took());
    meters.timer("cairn.batch.queued").record(event.queued());
    meters.summary("cairn.batch.commits").record(event.commits());
    meters.summary("cairn.batch.bytes").record(event.bytes());
  }

  @Override
  public void recovered(Recovered event) {
    String type = type(event.path());
    meters.timer("cairn.recoveries", "type", type).record(event.took());
    meters.counter("cairn.recovered.events", "type", type).increment(event.events());
  }

  @Override
  public void snapshotStored(SnapshotStored event) {
    String type = type(event.path());
    meters.timer("cairn.snapshots", "type", type).record(event.took());
    meters.summary("cairn.snapshot.bytes", "type", type).record(event.bytes());
  }

  @Override
  public void snapshotFailed(SnapshotFailed event) {
    meters.counter("cairn.snapshot.failures", "type", type(event.path())).increment();
  }

  @Override
  public void timerFailed(TimerFailed event) {
    meters.counter("cairn.timer.failures", "type", type(event.path())).increment();
  }

  @Override
  public void restarted(Restarted event) {
    meters.counter("cairn.restarts", "type", type(event.path())).increment();
  }

  @Override
  public void terminated(Terminated event) {
    if (event.cause() instanceof Terminated.Cause.AfterFailure) {
      meters.counter("cairn.failed.actors", "type", event.actor().type()).increment();
    }
  }

  @Override
  public void passivated(Passivated event) {
    meters.counter("cairn.passivations", "type", type(event.path()), "reason", word(event.reason())).increment();
  }

  @Override
  public void deadLetter(DeadLetter event) {
    meters.counter("cairn.dead.letters", "type", type(event.path()), "reason", word(event.reason())).increment();
  }

  @Override
  public void overdue(Overdue event) {
    meters.counter("cairn.overdue.actors").increment(event.paths().size());
  }

  @Override
  public void storeLost(StoreLost event) {
    meters.counter("cairn.store.losses").increment();
  }

  @Override
  public void storeReopened(StoreReopened event) {
    meters.timer("cairn.store.reopenings").record(event.took());
  }

  @Override
  public void measured(Measured event) {
    backend.measured(event);
  }

  @Override
  public void readerMoved(ReaderMoved event) {
    readers.moved(event);
    meters.counter("cairn.reader.entries", "store", event.store(), "reader", event.reader()).increment(event.read());
  }

  @Override
  public void readerFailed(ReaderFailed event) {
    meters.counter("cairn.reader.failures", "store", event.store(), "reader", event.reader()).increment();
  }

  @Override
  public void readerStopped(ReaderStopped event) {
    readers.stopped(event);
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The type in a path, without its store: the first part of it. */
  static String type(String path) {
    int end = path.indexOf('/', 1);
    String first = path.substring(1, end < 0 ? path.length() : end);
    int store = first.indexOf('@');
    return store < 0 ? first : first.substring(0, store);
  }
}
