package dev.cairn.api;

import dev.cairn.api.bind.Keys;
import dev.cairn.api.bind.SystemOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

  /** Starts the description of a system. */
  static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the address of an actor, which recovers when it is first used.
   *
   * @param id 1 to 1,024 bytes of well-formed UTF-8
   * @throws InvalidName if the id breaks that rule
   * @throws TypeRefused if the events or the state of the type cannot be stored, or have changed since they were
   */
  <C extends Command<?, ?>, E, S> ActorRef<C> entity(ActorType<C, E, S> type, String id);

  /**
   * Recovers an actor now and returns its address.
   *
   * @throws RecoveryFailed if it cannot be recovered
   * @throws InvalidName as {@link #entity}
   * @throws TypeRefused as {@link #entity}
   */
  <C extends Command<?, ?>, E, S> ActorRef<C> spawn(ActorType<C, E, S> type, String id);

  /**
   * Stops all actors, each after the command it is handling, fails the commands that wait with {@link ActorStopped},
   * and returns once everything is written and the store is closed. A JVM that is told to end does the same. A second
   * call waits for the first.
   */
  @Override
  void close();

  /** What a system is made of. Used by one thread. */
  final class Builder {
    private Path data = Path.of("cairn-data");
    private @Nullable String backend;
    private @Nullable Durability durability;
    private final Map<String, String> settings = new HashMap<>();
    private @Nullable KeyRing ring;
    private final Map<String, KeyRing> rings = new HashMap<>();
    private Duration askTimeout = Duration.ofSeconds(5);

    private Builder() {}

    /** Sets the folder; created where there is none. The default is {@code cairn-data} in the working directory. */
    public Builder data(Path folder) {
      data = folder;
      return this;
    }

    /** Chooses the backend by name. Needed only where several can be found and the folder does not say. */
    public Builder backend(String name) {
      backend = name;
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

    /** Seals one store with keys of its own. */
    public Builder keys(String store, KeyRing keys) {
      rings.put(store, keys);
      return this;
    }

    /** Sets how long an ask waits, 5 seconds by default. */
    public Builder askTimeout(Duration timeout) {
      askTimeout = timeout;
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
          .open(new SystemOptions(data, Optional.ofNullable(backend), Optional.ofNullable(durability), settings,
              new Keys(Optional.ofNullable(ring), rings), askTimeout));
    }
  }
}
