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
import dev.cairn.spi.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A folder and the backend that opens it, as often as it has to be opened. Tells failures in the words of the api. */
public final class Location {
  private static final int PROBE_BYTES = 4 << 20;

  private final Path data;
  private final Supplier<FoundBackend> again;
  private final Optional<Durability> durability;
  private final Map<String, String> settings;
  private boolean known;
  private volatile FoundBackend found;
  private boolean opened;

  private Location(Path data, FoundBackend found, Supplier<FoundBackend> again, Optional<Durability> durability,
      Map<String, String> settings, boolean known) {
    this.data = data;
    this.found = found;
    this.again = again;
    this.durability = durability;
    this.settings = settings;
    this.known = known;
  }

  /** Chooses who opens a folder to write; opens nothing. */
  public static Location of(SystemOptions options) {
    Path data = options.data();
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
        options.settings(), written.isPresent());
  }

  /** A folder that this provider opens. */
  public static Location of(Path data, FoundBackend found) {
    return new Location(data, found, () -> found, Optional.empty(), Map.of(), false);
  }

  /** The folder. */
  public Path data() {
    return data;
  }

  /** Whether the folder says whose it is, and so has held a store before. */
  public boolean hasHeldStore() {
    return known;
  }

  /** Who opens it. */
  public Class<?> provider() {
    return found.provider().getClass();
  }

  /**
   * Opens it to write; from the second time on with whoever has the name of the backend by then. That is the same
   * provider unless its classes were replaced, since one that keeps locations in memory has them for itself. What has
   * held a store before is not taken for a new one.
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

  /** Whether its disk takes some bytes, in a file that is deleted again. */
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

  /** Opens it to read, which claims and changes nothing. */
  public Backend openToRead() {
    return found.open(toRead(data));
  }

  /** Lets the folder say whose it is, once it holds a store that outlives the process. */
  public void sign(Durability kept) {
    if (!known && kept != Durability.NONE) {
      LocationFile.write(data, found.name());
      known = true;
    }
  }

  /** Opens a folder to read. */
  public static Backend openToRead(Path data, BackendAccess access) {
    return owner(data, access.plugins())
        .open(new BackendConfig(data, BackendConfig.Mode.READ, Optional.empty(), access.settings()));
  }

  /** Opens a folder that holds a location as its one writer, as its backend does it by itself. */
  public static Backend openToWrite(Path data, BackendAccess access) {
    return owner(data, access.plugins())
        .open(new BackendConfig(data, BackendConfig.Mode.WRITE, Optional.empty(), access.settings()));
  }

  private static FoundBackend owner(Path data, Optional<Path> plugins) {
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

  /** Tells a backend's failure in the words of the api. */
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
