package dev.cairn.impl.backend;

import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreException;
import dev.cairn.api.StoreLocked;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.BackendAccess;
import dev.cairn.api.bind.SystemOptions;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A folder and the backend that opens it, as often as needed. Translates its failures into those of the api. */
public final class Location {
  private static final int PROBE_BYTES = 4 << 20;

  private final Path data;
  private final Supplier<FoundBackend> again;
  private final Optional<Durability> durability;
  private final Map<String, String> settings;
  private final Optional<Path> plugins;
  private boolean known;
  private volatile FoundBackend found;
  private boolean opened;

  private Location(Path data, FoundBackend found, Supplier<FoundBackend> again, Optional<Durability> durability,
      Map<String, String> settings, Optional<Path> plugins, boolean known) {
    this.data = data;
    this.found = found;
    this.again = again;
    this.durability = durability;
    this.settings = settings;
    this.plugins = plugins;
    this.known = known;
  }

  /** Chooses the backend that will write to a folder; opens nothing. */
  public static Location of(SystemOptions options) {
    Path data = options.data();
    HandedOver.refuse(data);
    HandedOver.complete(data);
    UnfinishedCopy.refuse(data);
    Optional<String> written = LocationFile.backend(data);
    if (written.isPresent() && options.backend().isPresent() && !written.equals(options.backend())) {
      throw new StoreRefused("The folder " + data + " belongs to the backend '" + written.get() + "'; '"
          + options.backend().get() + "' was asked for. Leave the choice out, or choose another folder.", null);
    }
    BackendCatalogue catalogue = BackendCatalogue.scan(options.plugins());
    FoundBackend found =
        options.given().map(FoundBackend::of).orElseGet(() -> catalogue.choose(written.or(options::backend)));
    if (written.isEmpty()) {
      UnsignedFolder.refuseStore(data, catalogue);
    }
    Supplier<FoundBackend> again = options.given().isPresent()
        ? () -> found
        : () -> BackendCatalogue.scan(options.plugins()).choose(Optional.of(found.name()));
    return new Location(data, found, again,
        options.durability().map(level -> Durability.valueOf(level.name())),
        options.settings(), options.plugins(), written.isPresent());
  }

  /** A folder with this backend. */
  public static Location of(Path data, FoundBackend found) {
    return new Location(data, found, () -> found, Optional.empty(), Map.of(), Optional.empty(), false);
  }

  /** Another folder, which has held a store, with another backend from the same plugins. */
  public Location elsewhere(Path folder, FoundBackend backend, Optional<Durability> kept,
      Map<String, String> own) {
    Supplier<FoundBackend> search = () -> BackendCatalogue.scan(plugins).choose(Optional.of(backend.name()));
    return new Location(folder, backend, search, kept, Map.copyOf(own), plugins, true);
  }

  /** How a tool opens a location with the backends of this one. */
  public BackendAccess access() {
    return new BackendAccess(plugins, settings);
  }

  /** Opens another folder to read, with the backend that it names. */
  public Backend openToRead(Path folder) {
    return openToRead(folder, new BackendAccess(plugins, Map.of()));
  }

  /** The folder. */
  public Path data() {
    return data;
  }

  /** Whether the folder names its backend, and so has held a store. */
  public boolean hasHeldStore() {
    return known;
  }

  /** The class of the provider that opens it. */
  public Class<?> provider() {
    return found.provider().getClass();
  }

  /**
   * Opens the folder to write. From the second time on, a backend that was found by name is searched again. Its
   * provider is replaced only by one of another class, because a provider may keep locations in memory. A folder that
   * has held a store is not created anew.
   */
  public Backend open() {
    if (opened) {
      FoundBackend now = again.get();
      found = now.provider().getClass() == provider() ? found : now;
    }
    opened = true;
    BackendConfig.Mode mode = known ? BackendConfig.Mode.WRITE : BackendConfig.Mode.CREATE;
    return found.open(new BackendConfig(data, mode, durability, settings));
  }

  /** Whether the disk has room for a probe file of 4 MiB, which is deleted again. */
  public boolean takesBytes() {
    Path probe = data.resolve("cairn.space");
    try {
      try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.allocate(PROBE_BYTES);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      } finally {
        Files.deleteIfExists(probe);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Opens the folder to read; claims and changes nothing. */
  public Backend openToRead() {
    return found.open(toRead(data));
  }

  /** Writes the backend's name into the folder, once it holds a store that outlives the process. */
  public void sign(Durability kept) {
    if (!known && kept != Durability.NONE) {
      LocationFile.write(data, found.name());
      known = true;
    }
  }

  /** Opens a folder to read, with the backend that it names. */
  public static Backend openToRead(Path data, BackendAccess access) {
    return owner(data, access.plugins())
        .open(new BackendConfig(data, BackendConfig.Mode.READ, Optional.empty(), access.settings()));
  }

  /** Opens an existing location as its one writer, with the backend's default durability. */
  public static Backend openToWrite(Path data, BackendAccess access) {
    HandedOver.refuse(data);
    return owner(data, access.plugins())
        .open(new BackendConfig(data, BackendConfig.Mode.WRITE, Optional.empty(), access.settings()));
  }

  private static FoundBackend owner(Path data, Optional<Path> plugins) {
    HandedOver.complete(data);
    BackendCatalogue catalogue = BackendCatalogue.scan(plugins);
    Optional<String> backend = LocationFile.backend(data);
    if (backend.isEmpty()) {
      throw UnsignedFolder.explain(data, catalogue);
    }
    return catalogue.choose(backend);
  }

  static BackendConfig toRead(Path data) {
    return new BackendConfig(data, BackendConfig.Mode.READ, Optional.empty(), Map.of());
  }

  /**
   * Stores a batch of a tool, which no committer gathers.
   *
   * @param refused what is told of the first commit that is not stored: a format of its stream and of the reason
   * @throws StoreUnavailable if one of the commits is not stored
   */
  public static void commit(Backend backend, List<Commit> batch, String refused) {
    List<CommitResult> results = backend.commit(batch);
    for (int i = 0; i < results.size(); i++) {
      if (!(results.get(i) instanceof CommitResult.Stored)) {
        throw new StoreUnavailable(refused.formatted(batch.get(i).stream(), explain(results.get(i))), null);
      }
    }
  }

  /** Says in words what a backend answered to a commit; without a full stop. */
  public static String explain(CommitResult result) {
    return switch (result) {
      case CommitResult.Stored stored -> "it is stored";
      case CommitResult.Conflict conflict ->
          "somebody else has written to its stream, which ends with event " + conflict.actualLast();
      case CommitResult.Fenced fenced -> "another session of the store has taken over (epoch " + fenced.epoch() + ")";
      case CommitResult.TooLarge large ->
          "its record of " + large.recordBytes() + " bytes is larger than the store takes";
    };
  }

  /** Translates a backend's failure into one of the api. */
  public static StoreException explain(Path data, BackendException failure) {
    String message = "The store in " + data + ": " + failure.getMessage();
    return switch (failure) {
      case BackendException.Locked locked -> new StoreLocked(data, locked.holder(), locked);
      case BackendException.Corrupt corrupt -> new StoreDamaged(message, corrupt);
      case BackendException.Misconfigured misconfigured -> new StoreRefused(message, misconfigured);
      case BackendException.Unavailable unavailable -> new StoreUnavailable(message, unavailable);
      case BackendException.Full full -> new StoreUnavailable(message, full);
      case BackendException.Closed closed -> new StoreUnavailable(message, closed);
      case BackendException.Fenced fenced -> new StoreUnavailable(message, fenced);
    };
  }
}
