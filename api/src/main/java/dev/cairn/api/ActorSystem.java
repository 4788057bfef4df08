package dev.cairn.api;

import dev.cairn.api.bind.Keys;
import dev.cairn.api.bind.RuntimeOptions;
import dev.cairn.api.bind.SystemOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A system of actors with the one location in which they persist. Any thread may call.
 *
 * <pre>{@code
 * try (var system = ActorSystem.open()) {
 *   var account = system.entity(Account.TYPE, "42");
 *   long balance = account.ask(new Deposit(100));
 * }
 * }</pre>
 */
public interface ActorSystem extends AutoCloseable {

  /**
   * Opens a system in {@code ./cairn-data} with the only backend that can be found.
   *
   * @throws CairnException as {@link Builder#open}
   */
  static ActorSystem open() {
    return builder().open();
  }

  /**
   * Starts the description of a system. A setting that the code does not make comes from the process, in this order:
   * the system properties ({@code cairn.backend}), the environment ({@code CAIRN_BACKEND}), a file that one of these
   * names ({@code cairn.config}, {@code CAIRN_CONFIG}).
   *
   * @throws StoreRefused if a key in the environment or the file is unknown, or a value cannot be read as its type
   */
  static Builder builder() {
    return new Builder(Configuration.ofProcess());
  }

  /**
   * Starts the description of a system as {@link #builder()} does, with a properties file for the settings that neither
   * the code nor the process makes. Its keys are the names of methods below, as {@code ask-timeout}, and {@code
   * setting.NAME}.
   *
   * @throws StoreRefused as {@link #builder()}, and if the file cannot be read
   */
  static Builder builder(Path configuration) {
    return new Builder(Configuration.ofProcess(configuration));
  }

  /**
   * Returns the address of a persistent actor. The actor is recovered when it gets its first command and is passivated
   * when it is idle.
   *
   * @param id 1 to 1,024 bytes of well-formed UTF-8
   * @throws InvalidName if the id breaks that rule
   * @throws TypeRefused if the events or the state of the type cannot be stored, or have changed since they were
   *     stored, or another type of this name is in use
   * @throws ActorStopped if the system is closing or closed
   */
  <C extends Command<?, ?>, E, S> ActorRef<C> entity(ActorType<C, E, S> type, String id);

  /**
   * Recovers a persistent actor now and returns its address. The actor stays in memory until it stops. If it is already
   * active, this returns once the actor has handled the commands that arrived before.
   *
   * @throws RecoveryFailed if it cannot be recovered
   * @throws AskTimeout if the recovery takes longer than the ask timeout; the start goes on, and the actor stays in
   *     memory all the same
   * @throws StartFailed if its factory or its {@code started} throws
   * @throws InvalidName as {@link #entity}
   * @throws TypeRefused as {@link #entity}
   * @throws ActorStopped as {@link #entity}
   */
  <C extends Command<?, ?>, E, S> ActorRef<C> spawn(ActorType<C, E, S> type, String id);

  /**
   * Starts a plain actor and returns its address once its {@code started} has ended.
   *
   * @param id 1 to 1,024 bytes of well-formed UTF-8
   * @throws PathTaken if an actor of this type name and id exists, perhaps one that has not stopped yet
   * @throws StartFailed if its factory or its {@code started} throws
   * @throws AskTimeout if its {@code started} takes longer than the ask timeout; the actor is then stopped
   * @throws InvalidName as {@link #entity}
   * @throws TypeRefused if a persistent type of this name is in use
   * @throws ActorStopped as {@link #entity}
   */
  <C extends Command<?, ?>> ActorRef<C> spawn(PlainType<C> type, String id);

  /**
   * Stops an actor. Its current command ends, its children stop, its waiting commands fail with {@link ActorStopped},
   * and its {@code stopped} is called. Then its id is free and this returns. A second call waits for the first; for an
   * actor that has stopped or is not in memory this does nothing. On the actor's own thread it only begins the stop, as
   * {@link ActorContext#stop()}.
   *
   * @throws StopOverdue if the stop takes longer than the stop deadline; the actors that still ran were interrupted
   * @throws AskInterrupted if this thread is interrupted; the actor stops all the same
   * @throws ActorElsewhere if another process runs it
   */
  void stop(ActorRef<?> actor);

  /**
   * Returns the log of a store.
   *
   * @throws InvalidName if no store can have that name
   * @throws StoreRefused if the backend keeps no order over all streams
   */
  EventLog log(String store);

  /**
   * Returns the streams of a store, for a program that appends and reads events without actors. A store that does not
   * exist begins.
   *
   * @throws InvalidName if no store can have that name
   */
  Streams streams(String store);

  /**
   * Reads the history of one persistent actor in order, whether the actor is active or not. The history begins with the
   * first stored event in the range and has no gap: if the next event is deleted while the stream is consumed, the
   * stream throws {@link HistoryCompacted}, and the events before it are right. Events that are persisted meanwhile may
   * or may not appear. Events are read as the stream is consumed, on any thread; the stream need not be closed.
   *
   * @param from the first sequence
   * @param to the last sequence, {@link Long#MAX_VALUE} for all
   * @throws IllegalArgumentException if it is the address of a plain actor
   */
  Stream<LoggedEvent> events(ActorRef<?> actor, long from, long to);

  /**
   * Returns the state that an actor had after an event.
   *
   * @param sequence from 0, which is the initial state
   * @throws HistoryCompacted if the stored history does not reach back so far
   * @throws IllegalArgumentException if the sequence is below 0, or beyond the actor's newest event
   */
  <C extends Command<?, ?>, E, S> S stateAt(ActorType<C, E, S> type, String id, long sequence);

  /**
   * Returns the state that an actor had at a time: after the last event, in the order of its sequences, whose time is
   * not later. This holds also if the clock went back and an earlier event has a later time.
   *
   * @throws HistoryCompacted if the stored history does not reach back so far
   */
  <C extends Command<?, ?>, E, S> S stateAt(ActorType<C, E, S> type, String id, Instant time);

  /**
   * Forgets a personal actor for good: stops it, tells readers, and destroys its key, so that nothing of it is readable
   * in the location and in any copy. A second call does nothing. A call that fails is to be repeated.
   *
   * @throws TypeRefused if the type is not {@link ActorType#personal}; nothing was done
   */
  void forget(ActorType<?, ?, ?> type, String id);

  /** The event stream, with dead letters and the events that actors publish. */
  EventStream eventStream();

  /** The counters of this system. */
  Statistics statistics();

  /**
   * Lists the actors in memory with what each of them does: persistent actors, plain actors and their children, in no
   * order. It waits for no actor, so each is seen at a moment of its own. A closed system has none.
   */
  List<ActiveActor> actors();

  /**
   * Stops all actors in parallel, each after its current command and after its children; fails the waiting commands
   * with {@link ActorStopped}; and returns once everything is written and the store is closed. An actor that has not
   * stopped by the stop deadline is interrupted and named in the log, and can persist nothing more. Readers have the
   * rest of that time for their current event. A JVM that shuts down does the same, unless {@link Builder#closeWithJvm}
   * is false. A second call waits for the first. On the thread of an actor or of a reader's handler it begins to close
   * and returns.
   */
  @Override
  void close();

  /**
   * The settings of a system. A duration is positive; more than 36,500 days count as 36,500 days. Used by one thread.
   */
  final class Builder {
    private Path data = Path.of("cairn-data");
    private Optional<Path> plugins = Optional.empty();
    private @Nullable String backend;
    private @Nullable GivenBackend given;
    private @Nullable Durability durability;
    private final Map<String, String> settings = new HashMap<>();
    final ClusterSettings cluster = new ClusterSettings();
    private @Nullable KeyRing ring;
    private final Map<String, KeyRing> rings = new HashMap<>();
    private Duration askTimeout = Duration.ofSeconds(5);
    private Duration persistDeadline = Duration.ofSeconds(10);
    private Duration stopDeadline = Duration.ofSeconds(10);
    private Duration idleAfter = Duration.ofMinutes(2);
    private int maxActive = 100_000;
    private @Nullable Boolean closeWithJvm;
    private boolean checkStates;
    private boolean chain;
    private final List<ActorType<?, ?, ?>> types = new ArrayList<>();
    private @Nullable TimeSource time;
    private final List<CairnListener> listeners = new ArrayList<>();
    private @Nullable CairnTracer tracer;

    private Builder(Configuration configuration) {
      configuration.applyTo(this);
    }

    /** Sets the folder, created if it is missing; by default {@code cairn-data} in the working directory. */
    public Builder data(Path folder) {
      data = folder;
      return this;
    }

    /** Sets the plugin folder, read at open: each sub-folder is a backend and its libraries, isolated from others. */
    public Builder backends(Path folder) {
      plugins = Optional.of(folder);
      return this;
    }

    /** Chooses the backend by name. Needed only if several can be found and the folder names none. */
    public Builder backend(String name) {
      backend = name;
      given = null;
      return this;
    }

    /** Passes a backend object, such as the test kit's backend that fails on demand, instead of a name. */
    public Builder backend(GivenBackend itself) {
      backend = itself.name();
      given = itself;
      return this;
    }

    /** Sets the durability of a persisted event. The default is the backend's strongest. */
    public Builder durability(Durability level) {
      durability = level;
      return this;
    }

    /** Sets one of the backend's settings, or of the {@link #placement} if it begins with {@code cluster.}. */
    public Builder setting(String name, String value) {
      if (!cluster.take(name, value)) {
        settings.put(name, value);
      }
      return this;
    }

    /**
     * Lets several processes share the actors of the location: each opens it with the placement of this name, and an
     * ask reaches its actor in whichever runs it. By default this process runs all. Each process names all persistent
     * types in {@link #types}; their commands, answers and {@link ActorType#refusing declared refusals} are carried as
     * records are stored. An actor in another process cannot be stopped or watched from here ({@link ActorElsewhere}),
     * plain actors are where they were spawned, and a circle of asks over processes ends by {@link AskTimeout}.
     */
    public Builder placement(String name) {
      cluster.choose(Objects.requireNonNull(name, "name"));
      return this;
    }

    /**
     * Seals every store with these keys, except stores with their own keys. Whether a store is sealed is decided when
     * it is created. The caller owns the ring: change its primary while the system runs, and close it after the system.
     */
    public Builder keys(KeyRing keys) {
      ring = keys;
      return this;
    }

    /**
     * Seals one store with its own keys. If the location has no such store when it is opened, the log says so.
     *
     * @throws InvalidName if no store can have this name
     */
    public Builder keys(String store, KeyRing keys) {
      if (!ActorType.isStoreName(store)) {
        throw new InvalidName("The name of a store", store, "it must match [a-z][a-z0-9-]{0,62}.");
      }
      rings.put(store, keys);
      return this;
    }

    /** Sets how long an ask waits, 5 seconds by default. */
    public Builder askTimeout(Duration timeout) {
      askTimeout = timeout;
      return this;
    }

    /** Sets how long a stop waits for the commands that are being handled, 10 seconds by default. */
    public Builder stopDeadline(Duration deadline) {
      stopDeadline = deadline;
      return this;
    }

    /** Sets the time after which an idle persistent actor is passivated, 2 minutes by default. */
    public Builder idleAfter(Duration time) {
      idleAfter = time;
      return this;
    }

    /** Sets how many persistent actors may be in memory, 100,000 by default; beyond it those idle for longest rest. */
    public Builder maxActive(int actors) {
      maxActive = actors;
      return this;
    }

    /**
     * Sets whether a shutdown of the JVM closes the system. By default it does, except in an OSGi framework, which
     * stops its bundles itself. The JVM runs all shutdown hooks at the same time, so a host that still answers requests
     * or writes during its shutdown sets false and closes the system at its end.
     */
    public Builder closeWithJvm(boolean closes) {
      closeWithJvm = closes;
      return this;
    }

    /**
     * Sets whether the state of a persistent actor is checked after each command: for tests, by default not. A handler
     * that has changed its state in place then fails, nothing of it is stored, and the actor recovers.
     */
    public Builder checkStates(boolean checks) {
      checkStates = checks;
      return this;
    }

    /** Sets whether stores without a hash chain get one ({@link StoreInspector#head}), false by default. It stays. */
    public Builder chain(boolean chains) {
      chain = chains;
      return this;
    }

    /**
     * Adds persistent types that are checked when the system opens, in this order, and not at their first use. If one
     * cannot be used, {@link #open} throws what the first use would, and closes the location again; what was new of the
     * types before it stays written down in their stores. A type that is not added here is checked at its first use.
     */
    public Builder types(ActorType<?, ?, ?>... declared) {
      types.addAll(List.of(declared));
      return this;
    }

    /** Sets the time source of the system; the machine's clock by default. */
    public Builder time(TimeSource source) {
      time = source;
      return this;
    }

    /** Adds a listener of the system. What one of them throws does not keep the others from hearing. */
    public Builder listener(CairnListener hears) {
      listeners.add(Objects.requireNonNull(hears, "listener"));
      return this;
    }

    /** Sets what stands around commands and persists; nothing by default, which costs nothing. */
    public Builder tracer(CairnTracer traces) {
      tracer = traces;
      return this;
    }

    /**
     * Sets how long a persist or a recovery waits for the store, 10 seconds by default: while it is slow, or is opened
     * again after a failure. Then a persist that has not begun is {@link PersistFailed}, one with an unknown outcome is
     * {@link PersistUnknown}, and each other call that needs the store, such as {@link ActorSystem#log}, is
     * {@link StoreUnavailable}. A recovery goes on as long as it comes from event to event.
     */
    public Builder persistDeadline(Duration deadline) {
      persistDeadline = deadline;
      return this;
    }

    /**
     * Opens the system. When this returns, the store is recovered and locked.
     *
     * @throws BackendNotChosen if no backend can be found, or not the chosen one, or several and none was chosen
     * @throws StoreLocked if another writer holds the folder
     * @throws StoreRefused if the folder has another backend, or a setting cannot be satisfied; nothing was touched
     * @throws KeyException if keys of a sealed store are missing or wrong, or a plain one has any; nothing was touched
     * @throws StoreDamaged if stored data cannot be read
     * @throws StoreUnavailable if the folder cannot be reached
     * @throws TypeRefused as {@link #entity} for {@link #types}; with a placement also if a message is no record
     */
    public ActorSystem open() {
      RuntimeOptions runtime = new RuntimeOptions(askTimeout, stopDeadline, idleAfter, maxActive,
          Optional.ofNullable(closeWithJvm), checkStates, types, Optional.ofNullable(time), listeners,
          Optional.ofNullable(tracer));
      return Runtimes.first().open(new SystemOptions(data, plugins, Optional.ofNullable(backend),
          Optional.ofNullable(given), Optional.ofNullable(durability), settings, persistDeadline, chain,
          new Keys(Optional.ofNullable(ring), rings), runtime, cluster.options()));
    }
  }
}
