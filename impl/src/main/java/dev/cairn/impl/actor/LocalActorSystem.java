package dev.cairn.impl.actor;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.EventLog;
import dev.cairn.api.EventStream;
import dev.cairn.api.InvalidName;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.PlainType;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.Statistics;
import dev.cairn.api.TypeRefused;
import dev.cairn.impl.journal.Journal;
import dev.cairn.impl.journal.Store;
import dev.cairn.impl.log.EventLogs;
import dev.cairn.spi.StreamKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All actors of one process, on one location. */
public final class LocalActorSystem implements ActorSystem {
  private static final System.Logger LOG = System.getLogger(LocalActorSystem.class.getName());
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);

  private final Journal journal;
  private final EventLogs logs;
  private final Duration askTimeout;
  private final Timeouts timeouts = new Timeouts();
  private final ConcurrentHashMap<String, KnownType<?, ?, ?>> types = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<StreamKey, ActorCell<?, ?, ?>> cells = new ConcurrentHashMap<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
  private final Thread shutdownHook = new Thread(this::close, "cairn-shutdown");

  /** Starts a system on an open location, which it closes in the end. */
  public LocalActorSystem(Journal journal, Duration askTimeout) {
    this.journal = journal;
    this.logs = new EventLogs(journal);
    this.askTimeout = askTimeout;
    Runtime.getRuntime().addShutdownHook(shutdownHook);
  }

  @Override
  public <C extends Command<?, ?>, E, S> ActorRef<C> entity(ActorType<C, E, S> type, String id) {
    return new Address<>(cell(type, id), askTimeout);
  }

  @Override
  public <C extends Command<?, ?>, E, S> ActorRef<C> spawn(ActorType<C, E, S> type, String id) {
    ActorCell<C, E, S> cell = cell(type, id);
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    cell.enqueue(new Envelope.Activate<>(done));
    try {
      done.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new RecoveryFailed(cell.toString(), e.getCause());
    }
    return new Address<>(cell, askTimeout);
  }

  @Override
  public <C extends Command<?, ?>> ActorRef<C> spawn(PlainType<C> type, String id) {
    throw unsupported();
  }

  @Override
  public void stop(ActorRef<?> actor) {
    throw unsupported();
  }

  @Override
  public EventStream eventStream() {
    throw unsupported();
  }

  @Override
  public Statistics statistics() {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("This runtime does not do that.");
  }

  @Override
  public EventLog log(String store) {
    return logs.log(store);
  }

  @Override
  public Stream<LoggedEvent> events(ActorRef<?> actor, long from, long to) {
    if (!(actor instanceof Address<?> address)) {
      throw new IllegalArgumentException(actor + " is no persistent actor of this system.");
    }
    return logs.events(address.stream(), from, to);
  }

  @Override
  public <C extends Command<?, ?>, E, S> S stateAt(ActorType<C, E, S> type, String id, long sequence) {
    return logs.stateAt(type, key(type, id), sequence, null);
  }

  @Override
  public <C extends Command<?, ?>, E, S> S stateAt(ActorType<C, E, S> type, String id, Instant time) {
    return logs.stateAt(type, key(type, id), Long.MAX_VALUE, time);
  }

  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      closed.join();
      return;
    }
    try {
      stopActors();
      timeouts.close();
      logs.close();
      journal.close();
    } finally {
      forgetShutdownHook();
      closed.complete(null);
    }
  }

  boolean closing() {
    return closing.get();
  }

  Timeouts timeouts() {
    return timeouts;
  }

  // the type was checked when the cell was made, and a name has one type
  @SuppressWarnings("unchecked")
  private <C extends Command<?, ?>, E, S> ActorCell<C, E, S> cell(ActorType<C, E, S> type, String id) {
    if (closing()) {
      throw new ActorStopped(type + "/" + id, "its system is closing.");
    }
    KnownType<C, E, S> known = known(type);
    StreamKey stream = key(type, id);
    return (ActorCell<C, E, S>) cells.computeIfAbsent(stream, key -> new ActorCell<>(this, known, key));
  }

  @SuppressWarnings("unchecked") // checked right here
  private <C extends Command<?, ?>, E, S> KnownType<C, E, S> known(ActorType<C, E, S> type) {
    String name = type.store() + "/" + type.name();
    KnownType<?, ?, ?> known = types.get(name);
    if (known == null) {
      Store store = journal.store(type.store()); // may wait for a commit, as the codec may: under no lock of the map
      KnownType<?, ?, ?> checked = KnownType.of(type, store, store.codec(type));
      KnownType<?, ?, ?> first = types.putIfAbsent(name, checked);
      known = first == null ? checked : first;
    }
    if (known.type() != type) {
      throw new TypeRefused(type.name(), "another actor type of this name is in use. Declare it once, as a constant.");
    }
    return (KnownType<C, E, S>) known;
  }

  private StreamKey key(ActorType<?, ?, ?> type, String id) {
    try {
      return new StreamKey(type.store(), type.name(), id);
    } catch (IllegalArgumentException e) {
      throw new InvalidName("The id of an actor of type " + type, id, String.valueOf(e.getMessage()));
    }
  }

  private void stopActors() {
    long deadline = System.nanoTime() + STOP_DEADLINE.toNanos();
    List<String> late = new ArrayList<>();
    List<CompletableFuture<@Nullable Void>> stops = new ArrayList<>();
    List<ActorCell<?, ?, ?>> stopping = List.copyOf(cells.values());
    stopping.forEach(cell -> stops.add(stop(cell)));
    for (int i = 0; i < stops.size(); i++) {
      try {
        stops.get(i).get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (Exception e) {
        late.add(stopping.get(i).toString());
      }
    }
    if (!late.isEmpty()) {
      LOG.log(System.Logger.Level.WARNING, "These actors have not stopped within " + STOP_DEADLINE.toSeconds()
          + " s and can persist nothing more: " + late);
    }
  }

  private static <C extends Command<?, ?>> CompletableFuture<@Nullable Void> stop(ActorCell<C, ?, ?> cell) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    cell.enqueue(new Envelope.Stop<>(done));
    return done;
  }

  private void forgetShutdownHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // the JVM is ending, and this is the hook
    }
  }
}
