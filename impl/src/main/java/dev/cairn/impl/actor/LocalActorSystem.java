package dev.cairn.impl.actor;

import dev.cairn.api.Actor;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.AskTimeout;
import dev.cairn.api.Command;
import dev.cairn.api.EventLog;
import dev.cairn.api.EventStream;
import dev.cairn.api.InvalidName;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.PathTaken;
import dev.cairn.api.PlainType;
import dev.cairn.api.StartFailed;
import dev.cairn.api.Statistics;
import dev.cairn.api.TimeSource;
import dev.cairn.api.TypeRefused;
import dev.cairn.api.bind.RuntimeOptions;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.journal.Journal;
import dev.cairn.impl.journal.Store;
import dev.cairn.impl.log.EventLogs;
import dev.cairn.impl.observe.Observer;
import dev.cairn.impl.time.Deadlines;
import dev.cairn.impl.time.MachineTime;
import dev.cairn.spi.StreamKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All actors of one process, on one location. */
public final class LocalActorSystem implements ActorSystem {
  private final Journal journal;
  private final EventLogs logs;
  private final Duration askTimeout;
  private final MachineTime machine = new MachineTime();
  private final TimeSource time;
  private final Deadlines deadlines;
  private final Observer observer;
  private final ActiveEntities activeEntities;
  private final RecoveryPauses pauses;
  private final Starting starting;
  private final Stopping stopping;
  private final ConcurrentHashMap<String, KnownType<?, ?, ?>> types = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<StreamKey, EntityCell<?, ?, ?>> entities = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Map<String, ActorCell<?>>> plain = new ConcurrentHashMap<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
  private final Thread shutdownHook = new Thread(this::close, "cairn-shutdown");

  /**
   * Starts a system on an open location, which it closes in the end.
   *
   * @param closesWithJvm whether a JVM that ends closes it
   */
  public LocalActorSystem(Journal journal, RuntimeOptions options, boolean closesWithJvm) {
    this.journal = journal;
    this.logs = new EventLogs(journal);
    this.askTimeout = options.askTimeout();
    this.time = options.time().orElse(machine);
    this.deadlines = new Deadlines(time, foreignTime());
    this.observer = new Observer(options.listener());
    this.activeEntities = new ActiveEntities(time, options.maxActive(), options.idleAfter());
    this.pauses = new RecoveryPauses(time);
    this.starting = new Starting(time, foreignTime(), askTimeout);
    this.stopping = new Stopping(options.stopDeadline(), observer, machine);
    if (closesWithJvm) {
      Runtime.getRuntime().addShutdownHook(shutdownHook);
    }
  }

  @Override
  public <C extends Command<?, ?>, E, S> ActorRef<C> entity(ActorType<C, E, S> type, String id) {
    return address(type, id);
  }

  @Override
  public <C extends Command<?, ?>, E, S> ActorRef<C> spawn(ActorType<C, E, S> type, String id) {
    EntityRef<C> ref = address(type, id);
    boolean asked = false;
    while (!asked) {
      ActorCell<C> cell = ref.cell();
      if (cell == null) {
        throw closing(ref.path());
      }
      asked = starting.start(cell, done -> cell.send(new Activation((EntityCell<?, ?, ?>) cell, done)),
          "It is recovering, or handling what came before. Its start is not taken back: "
              + "spawn it again to wait for it.");
    }
    return ref;
  }

  @Override
  public <C extends Command<?, ?>> ActorRef<C> spawn(PlainType<C> type, String id) {
    return spawnBelow(null, type, id);
  }

  <C extends Command<?, ?>> ActorRef<C> spawnBelow(@Nullable ActorCell<?> parent, PlainType<C> type, String id) {
    key(ActorType.MAIN_STORE, type.name(), id);
    if (closing() || parent != null && parent.isEnding()) {
      throw closing(path(parent, type, id));
    }
    Map<String, ActorCell<?>> siblings = parent == null ? plain(type) : parent.belongings().children;
    if (siblings.containsKey(id)) {
      throw new PathTaken(path(parent, type, id));
    }
    Actor<C> first = first(parent, type, id);
    PlainCell<C> cell = new PlainCell<>(this, parent, type, id, first, siblings);
    if (siblings.putIfAbsent(id, cell) != null) {
      throw new PathTaken(path(parent, type, id));
    }
    if (closing()) {
      stopping.begin(cell);
      throw closing(cell.path());
    }
    if (cell.starts()) {
      start(cell);
    }
    return cell.ref();
  }

  private void start(PlainCell<?> cell) {
    try {
      starting.start(cell, done -> cell.signal(new Signal.Start(done)),
          "Its started has not ended. It is being stopped; then its id is free.");
    } catch (AskTimeout e) {
      stopping.begin(cell);
      throw e;
    }
  }

  private static String path(@Nullable ActorCell<?> parent, PlainType<?> type, String id) {
    return parent == null ? ActorCell.path(type.name(), id) : parent.path() + "/" + ActorCell.segment(id);
  }

  private static <C extends Command<?, ?>> Actor<C> first(@Nullable ActorCell<?> parent, PlainType<C> type, String id) {
    try {
      return type.newActor();
    } catch (Throwable thrown) {
      throw new StartFailed(path(parent, type, id), thrown);
    }
  }

  private Map<String, ActorCell<?>> plain(PlainType<?> type) {
    if (types.containsKey(type.name())) {
      throw new TypeRefused(type.name(), "a persistent actor type of this name is in use.");
    }
    Map<String, ActorCell<?>> siblings = plain.get(type.name());
    return siblings != null ? siblings : plain.computeIfAbsent(type.name(), name -> new ConcurrentHashMap<>());
  }

  @Override
  public void stop(ActorRef<?> actor) {
    ActorCell<?> cell = LocalRef.of(actor).cellIfAny();
    if (cell != null && !cell.runsWithin()) {
      stopping.stop(cell);
    } else if (cell != null) {
      stopping.begin(cell);
    }
  }

  void beginToStop(LocalRef<?> actor) {
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
    return observer.stream();
  }

  @Override
  public Statistics statistics() {
    return observer.statistics(activeEntities.size());
  }

  @Override
  public EventLog log(String store) {
    return logs.log(store);
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
      throw new IllegalArgumentException("A state is that after event 0 or a later one, not " + sequence + ".");
    }
    return logs.stateAt(type, key(type.store(), type.name(), id), sequence);
  }

  @Override
  public <C extends Command<?, ?>, E, S> S stateAt(ActorType<C, E, S> type, String id, Instant time) {
    return logs.stateAt(type, key(type.store(), type.name(), id), Objects.requireNonNull(time, "time"));
  }

  @Override
  public void close() {
    if (Thread.currentThread().isVirtual() && (logs.runHere() || roots().anyMatch(ActorCell::runsWithin))) {
      Thread.ofPlatform().name("cairn-close").start(this::close);
    } else if (closing.compareAndSet(false, true)) {
      closeOnce();
    } else {
      closed.join();
    }
  }

  private void closeOnce() {
    try {
      long readersUntil = stopping.deadlineFromNow();
      stopping.stopAll(roots().toList());
      machine.close();
      logs.close(readersUntil);
      journal.close();
    } finally {
      forgetShutdownHook();
      closed.complete(null);
    }
  }

  private Stream<ActorCell<?>> roots() {
    return Stream.concat(plain.values().stream().flatMap(siblings -> siblings.values().stream()),
        entities.values().stream());
  }

  /** How many persistent actors have a cell, with an instance or without. */
  int cells() {
    return entities.size();
  }

  boolean closing() {
    return closing.get();
  }

  Observer observer() {
    return observer;
  }

  TimeSource time() {
    return time;
  }

  /** Whether the time is not the machine's, so that no thread may wait by itself. */
  boolean foreignTime() {
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
    if (closing()) {
      throw closing(ActorCell.path(EntityCell.name(type.store(), type.name()), id));
    }
    KnownType<C, ?, ?> known = knownType(type);
    return new EntityRef<>(this, known, key(type.store(), type.name(), id), askTimeout, null);
  }

  /** The cell of an identity, a new one where there is none; null if the system is closing. */
  @SuppressWarnings("unchecked") // a name has one type
  <C extends Command<?, ?>> @Nullable ActorCell<C> cell(KnownType<C, ?, ?> known, StreamKey stream) {
    EntityCell<?, ?, ?> cell = entities.get(stream);
    if (cell == null || cell.isClosed()) {
      if (closing()) {
        return null;
      }
      cell = entities.compute(stream,
          (key, there) -> there == null || there.isClosed() ? new EntityCell<>(this, known, key) : there);
      if (closing()) {
        stopping.begin(cell);
      }
    }
    return (ActorCell<C>) cell;
  }

  @SuppressWarnings("unchecked") // as above
  <C extends Command<?, ?>> @Nullable ActorCell<C> cellIfAny(StreamKey stream) {
    return (ActorCell<C>) entities.get(stream);
  }

  void forget(StreamKey stream, EntityCell<?, ?, ?> cell) {
    entities.remove(stream, cell);
  }

  @SuppressWarnings("unchecked") // checked right here
  private <C extends Command<?, ?>, E, S> KnownType<C, E, S> knownType(ActorType<C, E, S> type) {
    String name = EntityCell.name(type.store(), type.name());
    KnownType<?, ?, ?> known = types.get(name);
    if (known == null) {
      if (plain.containsKey(name)) {
        throw new TypeRefused(type.name(), "a plain actor type of this name is in use.");
      }
      Patience patience = journal.committer().patience(); // may wait for a commit: under no lock of the map
      Store store = journal.store(type.store(), patience);
      store.codec(type, patience); // checked before anything is sent
      KnownType<?, ?, ?> checked = KnownType.of(type, store);
      KnownType<?, ?, ?> first = types.putIfAbsent(name, checked);
      known = first == null ? checked : first;
    }
    if (known.type() != type) {
      throw new TypeRefused(type.name(), "another actor type of this name is in use. Declare it once, as a constant.");
    }
    return (KnownType<C, E, S>) known;
  }

  private static StreamKey key(String store, String type, String id) {
    try {
      return new StreamKey(store, type, id);
    } catch (IllegalArgumentException e) {
      throw new InvalidName("The id of an actor of type " + type, id, String.valueOf(e.getMessage()));
    }
  }

  private static ActorStopped closing(String path) {
    return new ActorStopped(path, "its system is closing.");
  }

  private void forgetShutdownHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // the JVM is ending, and this is the hook
    }
  }
}
