package dev.cairn.impl.actor;

import dev.cairn.api.ActiveActor;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.AskTimeout;
import dev.cairn.api.Command;
import dev.cairn.api.EventLog;
import dev.cairn.api.EventStream;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.PlainType;
import dev.cairn.api.Statistics;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.Streams;
import dev.cairn.api.TimeSource;
import dev.cairn.api.TypeRefused;
import dev.cairn.api.bind.PlacementOptions;
import dev.cairn.api.bind.RuntimeOptions;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.journal.Journal;
import dev.cairn.impl.log.EventLogs;
import dev.cairn.impl.observe.Observer;
import dev.cairn.impl.place.Placed;
import dev.cairn.impl.stream.StreamDoor;
import dev.cairn.impl.time.Deadlines;
import dev.cairn.impl.time.MachineTime;
import dev.cairn.spi.Placement;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The actors of one process on one location: the door to starting, stopping and reading them. */
public final class LocalActorSystem implements ActorSystem {
  private static final String NOT_STOPPED =
      "It cannot be stopped from here. Send it a command whose handler calls ctx.stop().";

  private final Journal journal;
  private final EventLogs logs;
  private final Duration askTimeout;
  private final MachineTime machine = new MachineTime();
  private final TimeSource time;
  private final Deadlines deadlines;
  private final Observer observer;
  private final @Nullable Tracing tracing;
  private final ActiveEntities activeEntities;
  private final RecoveryPauses pauses;
  private final Starting starting;
  private final Stopping stopping;
  private final ActorRegistry registry;
  private final ActorForgetting forgetting;
  private final SystemTimers durableTimers = new SystemTimers(this);
  private volatile @Nullable Placed placed;
  private volatile boolean announced;
  private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
  private final Thread shutdownHook = new Thread(this::close, "cairn-shutdown");

  /**
   * Starts a system on an open location. {@link #close} closes the location too.
   *
   * @param closesWithJvm whether the system closes when the JVM ends
   */
  public LocalActorSystem(Journal journal, RuntimeOptions options, boolean closesWithJvm) {
    this.journal = journal;
    this.logs = new EventLogs(journal);
    this.askTimeout = options.askTimeout();
    this.time = options.time().orElse(machine);
    this.deadlines = new Deadlines(time, hasForeignTime());
    this.observer = new Observer(options.listeners());
    this.tracing = options.tracer().map(Tracing::new).orElse(null);
    this.activeEntities = new ActiveEntities(time, options.maxActive(), options.idleAfter());
    this.pauses = new RecoveryPauses(time);
    this.starting = new Starting(time, hasForeignTime(), askTimeout);
    this.stopping = new Stopping(options.stopDeadline(), observer, machine);
    this.registry = new ActorRegistry(this, journal, stopping);
    this.forgetting = new ActorForgetting(journal, registry, stopping);
    journal.writers().yieldTo(registry::isActive);
    new LongCommands(machine, registry::roots).watch();
    if (closesWithJvm) {
      Runtime.getRuntime().addShutdownHook(shutdownHook);
    }
  }

  /** Checks types as their first use does. If one cannot be used, this closes the system before it throws. */
  public void declare(List<ActorType<?, ?, ?>> types) {
    try {
      types.forEach(registry::type);
    } catch (RuntimeException | Error refused) {
      closeAfter(refused);
      throw refused;
    }
  }

  /**
   * Shares the actors of the location with other processes from now on. If that cannot be, this closes the system
   * before it throws. The types were declared before.
   *
   * @throws StoreRefused if the backend lets only one process write, or a setting cannot be given
   * @throws StoreUnavailable if this process cannot become a member
   * @throws TypeRefused if a command, an answer or a refusal cannot be carried
   */
  public void place(Placement placement, PlacementOptions options, List<ActorType<?, ?, ?>> types) {
    try {
      new Joining(this, journal, options).join(placement, types, made -> {
        placed = made;
        logs.place(made);
      });
    } catch (RuntimeException | Error refused) {
      closeAfter(refused);
      throw refused;
    }
  }

  /** Writes what is known of the other processes into a folder, until this system closes. */
  public void showClusterIn(Path data) {
    Objects.requireNonNull(placed, "placed").showIn(data);
  }

  /** Tells that the system is open. */
  public void announce() {
    announced = true;
    observer.opened(this);
    durableTimers.start();
  }

  private void closeAfter(Throwable refused) {
    try {
      close();
    } catch (RuntimeException | Error e) {
      refused.addSuppressed(e);
    }
  }

  @Override
  public <C extends Command<?, ?>, E, S> ActorRef<C> entity(ActorType<C, E, S> type, String id) {
    return address(type, id);
  }

  @Override
  public <C extends Command<?, ?>, E, S> ActorRef<C> spawn(ActorType<C, E, S> type, String id) {
    RunningCall.awaitDurable();
    EntityRef<C> ref = address(type, id);
    Way elsewhere = ref.wayElsewhere();
    boolean asked = elsewhere != null;
    if (elsewhere != null) {
      elsewhere.await(elsewhere.spawn(askTimeout));
    }
    while (!asked) {
      ActorCell<C> cell = ref.cell();
      if (cell == null) {
        throw ActorRegistry.closingFailure(ref.path());
      }
      asked = starting.start(cell, done -> cell.send(new Activation((EntityCell<?, ?, ?>) cell, done)),
          "The actor is recovering, or handles earlier commands, and its start goes on. "
              + "Spawn it again to wait for it.");
    }
    return ref;
  }

  @Override
  public <C extends Command<?, ?>> ActorRef<C> spawn(PlainType<C> type, String id) {
    return spawnBelow(null, type, id);
  }

  <C extends Command<?, ?>> ActorRef<C> spawnBelow(@Nullable ActorCell<?> parent, PlainType<C> type, String id) {
    RunningCall.awaitDurable();
    key(ActorType.MAIN_STORE, type.name(), id);
    PlainCell<C> cell = registry.addPlain(parent, type, id);
    if (cell.starts()) {
      start(cell);
    }
    return cell.ref();
  }

  private void start(PlainCell<?> cell) {
    try {
      starting.start(cell, done -> cell.signal(new Signal.Start(done)),
          "The started method has not ended. The actor is being stopped; its id is free after that.");
    } catch (AskTimeout e) {
      stopping.begin(cell);
      throw e;
    }
  }

  @Override
  public void stop(ActorRef<?> actor) {
    RunningCall.awaitDurable();
    LocalRef<?> ref = LocalRef.of(actor);
    ref.requireHere(NOT_STOPPED);
    ActorCell<?> cell = ref.cellIfAny();
    if (cell != null && !cell.runsWithin()) {
      stopping.stop(cell);
    } else if (cell != null) {
      stopping.begin(cell);
    }
  }

  void beginToStop(LocalRef<?> actor) {
    RunningCall.awaitDurable();
    actor.requireHere(NOT_STOPPED);
    ActorCell<?> cell = actor.cellIfAny();
    if (cell != null) {
      stopping.begin(cell);
    }
  }

  TimeSource.Alarm afterStopDeadline(Runnable task) {
    return stopping.afterDeadline(task);
  }

  void interrupt(Collection<ActorCell<?>> overdue) {
    stopping.interrupt(overdue);
  }

  @Override
  public EventStream eventStream() {
    return new DurableEventStream(observer.stream());
  }

  @Override
  public Statistics statistics() {
    return observer.statistics(activeEntities.size());
  }

  @Override
  public List<ActiveActor> actors() {
    return Glance.at(registry.roots());
  }

  @Override
  public EventLog log(String store) {
    return logs.log(store);
  }

  @Override
  public Streams streams(String store) {
    return new StreamDoor(journal, logs, store, RunningCall::awaitDurable, forgetting::forget);
  }

  @Override
  public void forget(ActorType<?, ?, ?> type, String id) {
    registry.type(type);
    forgetting.forget(key(type.store(), type.name(), id));
  }

  @Override
  public Stream<LoggedEvent> events(ActorRef<?> actor, long from, long to) {
    if (!(actor instanceof EntityRef<?> entity)) {
      throw new IllegalArgumentException(actor + " is no persistent actor of this system.");
    }
    return logs.events(entity.stream(), from, to);
  }

  @Override
  public <C extends Command<?, ?>, E, S> S stateAt(ActorType<C, E, S> type, String id, long sequence) {
    if (sequence < 0) {
      throw new IllegalArgumentException("The sequence of a state is 0 or more, not " + sequence + ".");
    }
    return logs.stateAt(type, key(type.store(), type.name(), id), sequence);
  }

  @Override
  public <C extends Command<?, ?>, E, S> S stateAt(ActorType<C, E, S> type, String id, Instant time) {
    return logs.stateAt(type, key(type.store(), type.name(), id), Objects.requireNonNull(time, "time"));
  }

  @Override
  public void close() {
    if (Thread.currentThread().isVirtual() && (logs.runHere() || registry.roots().anyMatch(ActorCell::runsWithin))) {
      Thread.ofPlatform().name("cairn-close").start(this::close);
      return;
    }
    leave();
    if (registry.close()) {
      closeOnce();
    } else {
      closed.join();
    }
  }

  /** The slices of this process go to others, while its actors still answer. */
  private void leave() {
    Placed under = placed;
    if (under != null) {
      under.close();
    }
  }

  private void closeOnce() {
    try {
      long readersUntil = stopping.deadlineFromNow();
      durableTimers.stop();
      stopping.stopAll(registry.roots().toList());
      machine.close();
      durableTimers.close();
      logs.close(readersUntil);
      journal.close();
    } finally {
      forgetShutdownHook();
      if (announced) {
        observer.closed(this);
      }
      closed.complete(null);
    }
  }

  ActorRegistry registry() {
    return registry;
  }

  /** What runs here of a location that several processes share; null where this process runs all. */
  @Nullable
  Placed placed() {
    return placed;
  }

  SystemTimers durableTimers() {
    return durableTimers;
  }

  /** The open location. */
  public Journal journal() {
    return journal;
  }

  Committer committer() {
    return journal.committer();
  }

  Observer observer() {
    return observer;
  }

  /** What stands around commands and persists; null for nothing. */
  @Nullable
  Tracing tracing() {
    return tracing;
  }

  TimeSource time() {
    return time;
  }

  /** Whether the time is not the machine's time: a thread that waits must then poll it. */
  boolean hasForeignTime() {
    return time != machine;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  ActiveEntities activeEntities() {
    return activeEntities;
  }

  RecoveryPauses pauses() {
    return pauses;
  }

  Duration askTimeout() {
    return askTimeout;
  }

  private <C extends Command<?, ?>> EntityRef<C> address(ActorType<C, ?, ?> type, String id) {
    if (registry.isClosing()) {
      throw ActorRegistry.closingFailure(ActorCell.path(EntityCell.name(type.store(), type.name()), id));
    }
    Placed under = placed;
    if (under != null) {
      under.require(type);
    }
    KnownType<C, ?, ?> known = registry.type(type);
    return new EntityRef<>(this, known, key(type.store(), type.name(), id), askTimeout, null);
  }

  private static StreamKey key(String store, String type, String id) {
    return Journal.key("an actor", store, type, id);
  }

  private void forgetShutdownHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // the JVM is ending, and this is the hook
    }
  }
}
