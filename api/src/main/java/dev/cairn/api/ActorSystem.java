package dev.cairn.api;

import dev.cairn.api.bind.Keys;
import dev.cairn.api.bind.RuntimeOptions;
import dev.cairn.api.bind.SystemOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Actors, and the one location in which they persist. Any thread may call.
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
   * Opens a system in {@code ./cairn-data} with the one backend there is.
   *
   * @throws CairnException as {@link Builder#open}
   */
  static ActorSystem open() {
    return builder().open();
  }

  /**
   * Starts the description of a system. What its code does not set, the process may: in the system properties ({@code
   * cairn.backend}), the environment ({@code CAIRN_BACKEND}), or a file that one of them names ({@code cairn.config},
   * {@code CAIRN_CONFIG}), in this order.
   *
   * @throws StoreRefused if the environment or the file has a key that means nothing, or any of these a value that is
   *     not of its kind
   */
  static Builder builder() {
    return new Builder(Configuration.ofProcess());
  }

  /**
   * Starts the description of a system as {@link #builder()} does, with a properties file for what neither code nor
   * process sets. Its keys: {@code data}, {@code backends}, {@code backend}, {@code durability}, {@code ask-timeout},
   * {@code persist-deadline}, {@code stop-deadline}, {@code idle-after}, {@code max-active},
   * {@code check-states}, and {@code setting.NAME} for a setting of the backend.
   *
   * @throws StoreRefused as {@link #builder()}, and if the file cannot be read
   */
  static Builder builder(Path configuration) {
    return new Builder(Configuration.ofProcess(configuration));
  }

  /**
   * Returns the address of a persistent actor, which recovers when it is first used and is put to rest when it is idle.
   *
   * @param id 1 to 1,024 bytes of well-formed UTF-8
   * @throws InvalidName if the id breaks that rule
   * @throws TypeRefused if the events or the state of the type cannot be stored, or have changed since they were, or
   *     another type of this name is in use
   * @throws ActorStopped if the system is closing or closed
   */
  <C extends Command<?, ?>, E, S> ActorRef<C> entity(ActorType<C, E, S> type, String id);

  /**
   * Recovers a persistent actor now and returns its address. It stays in memory until it stops. Of one that is active
   * already the address is returned once it has handled what came before.
   *
   * @throws RecoveryFailed if it cannot be recovered
   * @throws AskTimeout if that takes longer than an ask waits; its start goes on, and it stays in memory all the same
   * @throws StartFailed if its factory or its {@code started} throws
   * @throws InvalidName as {@link #entity}
   * @throws TypeRefused as {@link #entity}
   * @throws ActorStopped as {@link #entity}
   */
  <C extends Command<?, ?>, E, S> ActorRef<C> spawn(ActorType<C, E, S> type, String id);

  /**
   * Starts a plain actor and returns its address. Its {@code started} has ended then.
   *
   * @param id 1 to 1,024 bytes of well-formed UTF-8
   * @throws PathTaken if there is an actor of this type name and id, which may be one that has not stopped yet
   * @throws StartFailed if its factory or its {@code started} throws
   * @throws AskTimeout if its {@code started} takes longer than an ask waits; it is stopped then
   * @throws InvalidName as {@link #entity}
   * @throws TypeRefused if a persistent type of this name is in use
   * @throws ActorStopped as {@link #entity}
   */
  <C extends Command<?, ?>> ActorRef<C> spawn(PlainType<C> type, String id);

  /**
   * Stops an actor: the command it is handling ends, its children stop, what waits fails with {@link ActorStopped}, its
   * {@code stopped} is called; then its id is free and this returns. A second call waits for the first; an actor that
   * has stopped, or is not in memory, is fine. Called on a thread that the actor itself is running on, it only begins
   * to stop, as {@link ActorContext#stop()}.
   *
   * @throws StopOverdue if that takes longer than the stop deadline; whoever still runs was interrupted
   * @throws AskInterrupted if this thread is interrupted; the actor stops all the same
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
   * Reads the history of one persistent actor, in order, with no regard to whether it is active. It begins with the
   * first event that is stored, and has no hole: where the next event is deleted while the stream is consumed,
   * consuming throws {@link HistoryCompacted}, and what came before is right. What is persisted meanwhile may or may
   * not come. Events are read as the stream is consumed, on any thread; it need not be closed.
   *
   * @param from the first sequence
   * @param to the last sequence, {@link Long#MAX_VALUE} for all there are
   * @throws IllegalArgumentException if it is the address of a plain actor
   */
  Stream<LoggedEvent> events(ActorRef<?> actor, long from, long to);

  /**
   * Returns the state that an actor had after an event.
   *
   * @param sequence from 0, which is the initial state
   * @throws HistoryCompacted if what is stored does not reach back so far
   * @throws IllegalArgumentException if the sequence is below 0, or the actor has not come so far
   */
  <C extends Command<?, ?>, E, S> S stateAt(ActorType<C, E, S> type, String id, long sequence);

  /**
   * Returns the state that an actor had at a time: after the last event in the actor's own order whose time is not
   * later, also where the clock went back and an event before it has a later time.
   *
   * @throws HistoryCompacted if what is stored does not reach back so far
   */
  <C extends Command<?, ?>, E, S> S stateAt(ActorType<C, E, S> type, String id, Instant time);

  /** Where dead letters and what actors publish can be heard. */
  EventStream eventStream();

  /** What was counted so far. */
  Statistics statistics();

  /**
   * Stops all actors, each after the command it is handling and after its children, all in parallel; fails the commands
   * that wait with {@link ActorStopped}; and returns once everything is written and the store is closed. Who has not
   * stopped by the stop deadline is interrupted and named in the log, and can persist nothing more; readers have the
   * rest of that time to handle the event they are at. A JVM that is told to end does the same, unless {@link
   * Builder#closeWithJvm} says otherwise. A second call waits for the first; called by an actor or by the handler of a
   * reader it begins to close and returns.
   */
  @Override
  void close();

  /**
   * What a system is made of. A duration is positive; more than 36,500 days count as 36,500 days. Used by one thread.
   */
  final class Builder {
    private Path data = Path.of("cairn-data");
    private Optional<Path> plugins = Optional.empty();
    private @Nullable String backend;
    private @Nullable GivenBackend given;
    private @Nullable Durability durability;
    private final Map<String, String> settings = new HashMap<>();
    private @Nullable KeyRing ring;
    private final Map<String, KeyRing> rings = new HashMap<>();
    private Duration askTimeout = Duration.ofSeconds(5);
    private Duration persistDeadline = Duration.ofSeconds(10);
    private Duration stopDeadline = Duration.ofSeconds(10);
    private Duration idleAfter = Duration.ofMinutes(2);
    private int maxActive = 100_000;
    private @Nullable Boolean closeWithJvm;
    private boolean checkStates;
    private @Nullable TimeSource time;
    private @Nullable CairnListener listener;

    private Builder(Configuration configuration) {
      configuration.applyTo(this);
    }

    /** Sets the folder; created where there is none. The default is {@code cairn-data} in the working directory. */
    public Builder data(Path folder) {
      data = folder;
      return this;
    }

    /**
     * Sets the plugin folder: each of its sub-folders is a backend with its libraries, kept apart from all others. It
     * is looked at when a system is opened; what is on the module path is found as well.
     */
    public Builder backends(Path folder) {
      plugins = Optional.of(folder);
      return this;
    }

    /** Chooses the backend by name. Needed only where several can be found and the folder does not say. */
    public Builder backend(String name) {
      backend = name;
      given = null;
      return this;
    }

    /** Hands over a backend that is not to be looked for, such as the test kit's that fails on demand. */
    public Builder backend(GivenBackend itself) {
      backend = itself.name();
      given = itself;
      return this;
    }

    /** Sets what an event has survived when it is persisted. The default is the backend's strongest. */
    public Builder durability(Durability level) {
      durability = level;
      return this;
    }

    /** Sets one of the backend's own settings; it refuses those it does not know. */
    public Builder setting(String name, String value) {
      settings.put(name, value);
      return this;
    }

    /**
     * Seals every store with these keys, except those that have their own. Whether a store is sealed is decided when it
     * is made. The ring stays yours: change its primary while the system runs, and close it after the system.
     */
    public Builder keys(KeyRing keys) {
      ring = keys;
      return this;
    }

    /**
     * Seals one store with keys of its own. Where the location has no such store yet when it is opened, the log says
     * so.
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

    /** Sets after which time a persistent actor with nothing to do is put to rest, 2 minutes by default. */
    public Builder idleAfter(Duration time) {
      idleAfter = time;
      return this;
    }

    /**
     * Sets how many persistent actors are in memory at most, 100,000 by default. Beyond it those are put to rest that
     * have had nothing to do for longest; actors that cannot rest now are not counted out.
     */
    public Builder maxActive(int actors) {
      maxActive = actors;
      return this;
    }

    /**
     * Sets whether a JVM that is told to end closes the system. By default it does, except where the runtime is a
     * bundle of an OSGi framework, which stops its bundles itself. The JVM runs its shutdown hooks all at once, so a
     * host that still answers requests or writes while it stops turns this off and closes the system when it is done.
     * Who turns it off and never closes leaves what a kill leaves: all that was persisted is there.
     */
    public Builder closeWithJvm(boolean closes) {
      closeWithJvm = closes;
      return this;
    }

    /**
     * Sets whether the state of a persistent actor is looked at after each command; it is not by default. A handler
     * that has changed the state it was given then fails its command, nothing of the change is stored, and the actor
     * recovers. It costs the time to encode the state twice a command, so it is for tests.
     */
    public Builder checkStates(boolean checks) {
      checkStates = checks;
      return this;
    }

    /** Sets the time that the system lives by; the machine's by default. */
    public Builder time(TimeSource source) {
      time = source;
      return this;
    }

    /** Sets who hears what the system does. */
    public Builder listener(CairnListener hears) {
      listener = hears;
      return this;
    }

    /**
     * Sets how long a persist or a recovery waits for the store, 10 seconds by default: while it is slow, and while it
     * is opened again after it has failed. A persist that is not even begun by then is {@link PersistFailed}, one of
     * which nobody can say yet whether it is stored is {@link PersistUnknown}. Every other call that needs the store,
     * such as {@link ActorSystem#log}, {@link ActorSystem#events} or {@link ActorSystem#entity} of a type that is new,
     * waits as long at most, and is {@link StoreUnavailable} then. A recovery goes on for as long as it comes from
     * event to event.
     */
    public Builder persistDeadline(Duration deadline) {
      persistDeadline = deadline;
      return this;
    }

    /**
     * Opens the system. The store is recovered and locked when this returns.
     *
     * @throws BackendNotChosen if no backend, not the chosen one, or more than one without a choice can be found
     * @throws StoreLocked if another writer holds the folder
     * @throws StoreRefused if the folder belongs to another backend, or a setting cannot be met; nothing was touched
     * @throws KeyException if a sealed store is opened without its keys or with wrong ones, or a plain one with keys;
     *     nothing was touched
     * @throws StoreDamaged if what is stored cannot be read
     * @throws StoreUnavailable if the folder cannot be reached
     */
    public ActorSystem open() {
      return Runtimes.first()
          .open(
              new SystemOptions(data, plugins, Optional.ofNullable(backend), Optional.ofNullable(given),
                  Optional.ofNullable(durability), settings, persistDeadline,
                  new Keys(Optional.ofNullable(ring), rings),
                  new RuntimeOptions(askTimeout, stopDeadline, idleAfter, maxActive, Optional.ofNullable(closeWithJvm),
                      checkStates, Optional.ofNullable(time),
                      Optional.ofNullable(listener))));
    }
  }
}
