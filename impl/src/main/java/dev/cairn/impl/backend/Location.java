package dev.cairn.impl.backend;

import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreException;
import dev.cairn.api.StoreLocked;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.bind.SystemOptions;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * An open folder: opens its backend, and tells its failures in the words of the api.
 *
 * @param data the folder
 * @param backend open, to write
 * @param known whether the folder said whose it is, and so has held a store before
 */
public record Location(Path data, Backend backend, boolean known) {

  /** Opens a folder to write. */
  public static Location open(SystemOptions options) {
    Path data = options.data();
    Optional<String> written = LocationFile.backend(data);
    if (written.isPresent() && options.backend().isPresent() && !written.equals(options.backend())) {
      throw new StoreRefused("The folder " + data + " belongs to the backend '" + written.get() + "'; '"
          + options.backend().get() + "' was asked for. Leave the choice out, or choose another folder.", null);
    }
    FoundBackend found = options.given().map(FoundBackend::of)
        .orElseGet(() -> BackendCatalogue.scan(options.plugins()).choose(written.or(options::backend)));
    Optional<Durability> durability = options.durability().map(level -> Durability.valueOf(level.name()));
    BackendConfig.Mode mode = written.isPresent() ? BackendConfig.Mode.WRITE : BackendConfig.Mode.CREATE;
    BackendConfig config = new BackendConfig(data, mode, durability, options.settings());
    return new Location(data, open(found, config), written.isPresent());
  }

  /** Lets the folder say whose it is, once it holds a store that outlives the process. */
  public void sign() {
    if (!known && backend.info().durability() != Durability.NONE) {
      LocationFile.write(data, backend.info().name());
    }
  }

  /** Opens a folder to read. */
  public static Backend openToRead(Path data, Optional<Path> plugins) {
    String backend = LocationFile.backend(data)
        .orElseThrow(() -> new StoreUnavailable(Files.isDirectory(data)
            ? "The folder " + data + " holds no store: it has no file cairn.location."
            : "There is no folder " + data + ".", null));
    FoundBackend found = BackendCatalogue.scan(plugins).choose(Optional.of(backend));
    return open(found, new BackendConfig(data, BackendConfig.Mode.READ, Optional.empty(), Map.of()));
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

  private static Backend open(FoundBackend found, BackendConfig config) {
    try {
      return found.provider().open(config);
    } catch (BackendException e) {
      throw explain(config.location(), e);
    }
  }
}
