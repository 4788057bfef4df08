package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.Keys;
import dev.cairn.api.bind.SystemOptions;
import dev.cairn.impl.backend.Location;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The open location of a system, with all that its stores share: the backend, the committer in front of it, the
 * threads that may wait for it. Any thread may call, virtual or not.
 */
public final class Journal implements AutoCloseable {
  private final Path data;
  private final Keys keys;
  private final Backend backend;
  private final Committer committer;
  private final StoreThreads threads;
  private final ReentrantLock opening = new ReentrantLock();
  private final Map<String, Store> stores = new HashMap<>();

  private Journal(Path data, Keys keys, Backend backend, StoreThreads threads) {
    this.data = data;
    this.keys = keys;
    this.backend = backend;
    this.threads = threads;
    this.committer = new Committer(backend);
  }

  /** Opens the location that the options name, and its main store; holds its lock when this returns. */
  public static Journal open(SystemOptions options) {
    return open(() -> {
      KeyCheck.before(options);
      return Location.open(options);
    }, options.keys());
  }

  /** Opens the journal of a location that somebody else opens. */
  static Journal open(Supplier<Location> opening, Keys keys) {
    StoreThreads threads = new StoreThreads();
    try {
      return threads.call(() -> started(opening.get(), keys, threads));
    } catch (RuntimeException | Error e) {
      threads.close();
      throw e;
    }
  }

  private static Journal started(Location location, Keys keys, StoreThreads threads) {
    Journal journal = new Journal(location.data(), keys, location.backend(), threads);
    try {
      journal.open(ActorType.MAIN_STORE, location.known());
      location.sign();
      return journal;
    } catch (RuntimeException | Error e) {
      journal.committer.close();
      journal.backend.close();
      if (e instanceof BackendException failure) {
        throw Location.explain(location.data(), failure);
      }
      throw e;
    }
  }

  /** Returns a store of this location; begins it where there is none of that name. */
  public Store store(String name) {
    opening.lock();
    try {
      Store open = stores.get(name);
      return open != null ? open : read(backend -> open(name, backend.stores().contains(name)));
    } finally {
      opening.unlock();
    }
  }

  private Store open(String name, boolean known) {
    Store store = new Store(name, this, Manifest.open(backend, committer, name, known, keys.of(name)));
    stores.put(name, store);
    return store;
  }

  Committer committer() {
    return committer;
  }

  /** Reads where waiting is allowed, and tells failures in the words of the api. */
  <T> T read(Function<Backend, T> work) {
    requireHealth();
    T result = threads.call(() -> {
      try {
        return work.apply(backend);
      } catch (BackendException e) {
        throw Location.explain(data, e);
      }
    });
    requireHealth();
    return result;
  }

  /** After a failed commit a read may show what is not on the disk. */
  private void requireHealth() {
    String refusal = committer.refusal();
    if (refusal != null) {
      throw new StoreUnavailable("The store in " + data + " is not read: " + refusal, null);
    }
  }

  /** Stores what waits and closes the backend. */
  @Override
  public void close() {
    committer.close();
    try {
      threads.call(() -> {
        backend.close();
        return true;
      });
    } finally {
      threads.close();
    }
  }
}
