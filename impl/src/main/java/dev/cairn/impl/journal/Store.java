package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.SystemOptions;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The open store of a system: its backend, the committer in front of it, its manifest. Any thread may call, virtual
 * or not.
 */
public final class Store implements AutoCloseable {
  private static final String NAME = "main";

  private final Path data;
  private final Backend backend;
  private final Committer committer;
  private final StoreThreads threads;
  private final Manifest manifest;

  private Store(Path data, Backend backend, StoreThreads threads, Committer committer, Manifest manifest) {
    this.data = data;
    this.backend = backend;
    this.threads = threads;
    this.committer = committer;
    this.manifest = manifest;
  }

  /** Opens the store that the options name; holds its lock when this returns. */
  public static Store open(SystemOptions options) {
    return open(() -> Location.open(options));
  }

  /** Opens the store in a location that somebody else opens. */
  static Store open(Supplier<Location> opening) {
    StoreThreads threads = new StoreThreads();
    try {
      return threads.call(() -> started(opening.get(), threads));
    } catch (RuntimeException | Error e) {
      threads.close();
      throw e;
    }
  }

  private static Store started(Location location, StoreThreads threads) {
    Backend backend = location.backend();
    Committer committer = new Committer(backend);
    try {
      Manifest manifest = Manifest.open(backend, committer, NAME, location.known());
      location.sign();
      return new Store(location.data(), backend, threads, committer, manifest);
    } catch (RuntimeException | Error e) {
      committer.close();
      backend.close();
      if (e instanceof BackendException failure) {
        throw Location.explain(location.data(), failure);
      }
      throw e;
    }
  }

  /** The store's name. */
  public String name() {
    return NAME;
  }

  /** Checks an actor type against the store, writes down what is new of it, and returns its codec. */
  public ActorCodec codec(ActorType<?, ?, ?> type) {
    return manifest.codec(type);
  }

  /** Recovers one actor: reads, decodes and applies in one place. Writes nothing. */
  public <C extends Command<?, ?>, E, S> ActorStream<E, S> recover(StreamKey stream, ActorType<C, E, S> type,
      ActorCodec codec) {
    requireHealth();
    ActorStream<E, S> recovered = threads.call(() -> {
      try {
        StreamBinding binding = new StreamBinding(manifest.storeId(), stream);
        return new Recovering<>(stream, binding, type.events(), codec, type.newActor()).from(backend, committer);
      } catch (BackendException e) {
        throw Location.explain(data, e);
      }
    });
    requireHealth();
    return recovered;
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
