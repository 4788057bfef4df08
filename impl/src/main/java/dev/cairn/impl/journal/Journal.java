package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.api.InvalidName;
import dev.cairn.api.bind.Keys;
import dev.cairn.api.bind.SystemOptions;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.commit.Patience;
import dev.cairn.impl.commit.StackRoom;
import dev.cairn.impl.observe.StoreObserver;
import dev.cairn.spi.Backend;
import dev.cairn.spi.StreamKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The open location of a system: the committer, which all its stores share, and the stores. Any thread may call,
 * virtual or not.
 */
public final class Journal implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Journal.class.getName());

  private final Map<String, ReentrantLock> beginnings = new ConcurrentHashMap<>();
  private final Map<String, Store> stores = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Runnable> task = new AtomicReference<>();
  private final Keys keys;
  private final boolean chained;
  private final Holding holding = new Holding();
  private final LocationServices services;

  private Journal(Location location, Keys keys, Duration patience, InstantSource clock, StoreObserver observer,
      boolean checksStates, boolean chained) {
    this.keys = keys;
    this.chained = chained;
    this.services = new LocationServices(new Committer(location, holding, observer, patience), clock,
        observer, checksStates, new StreamWriters());
  }

  /** Opens the location that the options name, and its main store; holds its lock when this returns. */
  public static Journal open(SystemOptions options) {
    Location location = Location.of(options);
    KeyCheck.before(location, options.keys());
    Journal journal = open(location, options.keys(), options.persistDeadline(), clock(options),
        new StoreObserver(options.runtime().listeners()), options.runtime().checkStates(), options.chain());
    if (!options.keys().byStore().isEmpty()) {
      findUnusedKeys(options.keys(), journal.committer().read(Backend::stores))
          .ifPresent(warning -> LOG.log(System.Logger.Level.WARNING, warning));
    }
    return journal;
  }

  /** Says which stores have keys of their own and are not there: one may be misspelt, and another then stays plain. */
  static Optional<String> findUnusedKeys(Keys keys, List<String> stores) {
    Set<String> named = new TreeSet<>(keys.byStore().keySet());
    named.removeAll(stores);
    return named.isEmpty() ? Optional.empty()
        : Optional
            .of("Keys are given for " + String.join(", ", named) + ", but the location has no such store yet. Its "
                + "stores are " + String.join(", ", stores) + ".");
  }

  private static InstantSource clock(SystemOptions options) {
    return options.runtime().time().<InstantSource>map(time -> time::now).orElse(InstantSource.system());
  }

  /**
   * Opens a location and its main store.
   *
   * @param patience how long a persist or a recovery waits for the store at most
   * @param clock tells the time of records
   * @param observer hears what is written and read
   * @param checksStates whether a state is looked at after each command
   * @param chained whether a store that has no hash chain gets one
   */
  static Journal open(Location location, Keys keys, Duration patience, InstantSource clock, StoreObserver observer,
      boolean checksStates, boolean chained) {
    Journal journal = new Journal(location, keys, patience, clock, observer, checksStates, chained);
    try {
      journal.begin(ActorType.MAIN_STORE, location.hasHeldStore(), journal.committer().patience());
      location.sign(journal.committer().info().durability());
      return journal;
    } catch (RuntimeException | Error e) {
      journal.close();
      throw e;
    }
  }

  /**
   * The key of a stream that an author has named.
   *
   * @param what is named, as "an actor"
   * @throws InvalidName if no stream can have that id
   */
  public static StreamKey key(String what, String store, String type, String id) {
    try {
      return new StreamKey(store, type, id);
    } catch (IllegalArgumentException e) {
      throw new InvalidName("The id of " + what + " of type " + type, id, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns a store of this location; begins it where there is none of that name.
   *
   * @throws InvalidName if no store can have that name
   */
  public Store store(String name) {
    return store(name, committer().patience());
  }

  /** Returns a store of this location as part of a longer call. One that is there is found without any wait. */
  public Store store(String name, Patience patience) {
    Store open = stores.get(name);
    return open != null ? open : openStore(name, patience);
  }

  private Store openStore(String name, Patience patience) {
    if (!ActorType.isStoreName(name)) {
      throw new InvalidName("The name of a store", name, "it must match [a-z][a-z0-9-]{0,62}.");
    }
    StackRoom.require(); // an author may call, from any depth
    ReentrantLock beginning = beginnings.computeIfAbsent(name, store -> new ReentrantLock());
    patience.lock(beginning, "The store " + name + " is not open yet: another call has not come back from opening it.");
    try {
      Store open = stores.get(name);
      return open != null
          ? open
          : begin(name, committer().read(patience, backend -> backend.stores().contains(name)), patience);
    } finally {
      beginning.unlock();
    }
  }

  private Store begin(String name, boolean known, Patience patience) {
    long since = committer().hereSince();
    Store store = new Store(name, services, Manifest.open(committer(), name, known, keys.of(name), patience), holding);
    store.begin(chained, patience);
    stores.put(name, store);
    if (committer().hereSince() == since) {
      return store;
    }
    store.close(); // handed over meanwhile: what was read may be of the former location
    return begin(name, committer().read(patience, backend -> backend.stores().contains(name)), patience);
  }

  /** The keys of its stores. */
  public Keys keys() {
    return keys;
  }

  /** The names of the open stores. */
  public Set<String> names() {
    return Set.copyOf(stores.keySet());
  }

  /** Tells the open stores, and what is held, that the location was handed over to another one, which has this. */
  public void moveTo(Map<String, StoreDescription> there, Backend backend) {
    stores.forEach((name, store) -> store.moveTo(there.get(name), backend.info().generation()));
    holding.moveTo(backend);
  }

  /**
   * Lets a task work on the open location, one at a time.
   *
   * @param end ends it, before the location closes
   * @return false if another one does, or the location is closing
   */
  public boolean beginTask(Runnable end) {
    return task.compareAndSet(null, end);
  }

  /** The task has ended. */
  public void endTask(Runnable end) {
    task.compareAndSet(end, null);
  }

  /** The writers of the streams that are written without an actor. */
  public StreamWriters writers() {
    return services.writers();
  }

  /** The way to the backend. */
  public Committer committer() {
    return services.committer();
  }

  /** Stores what waits and closes the location. */
  @Override
  public void close() {
    Runnable under = task.getAndSet(() -> {});
    if (under != null) {
      under.run();
    }
    stores.values().forEach(Store::close);
    committer().close();
  }
}
