package dev.cairn.impl.copy;

import dev.cairn.api.KeyRing;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreCopy.Phase;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.bind.CopyOptions;
import dev.cairn.impl.backend.FoundBackend;
import dev.cairn.impl.backend.LocationFile;
import dev.cairn.impl.codec.PersonalTypes;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.StoreDescriptions;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.Durability;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where a copy goes: its folder, its backend, and the file that says how far it is. */
final class CopyTarget {
  private final CopyOptions options;
  private final FoundBackend found;
  private final StoreDescriptions descriptions;
  private final CopyFile file;

  CopyTarget(CopyOptions options, FoundBackend found, CopyFile file) {
    this.options = options;
    this.found = found;
    this.descriptions = new StoreDescriptions(options.from(), options.keys());
    this.file = file;
  }

  CopyOptions options() {
    return options;
  }

  CopyFile file() {
    return file;
  }

  /** Describes a store of the original. */
  StoreDescription original(Backend moment, String store) {
    return descriptions.of(moment, store);
  }

  /** Describes the stores of the copy. */
  StoreDescriptions copies() {
    return new StoreDescriptions(options.to(), options.newKeys().or(options::keys));
  }

  /** A sealed store stays sealed; new keys seal every store. */
  Optional<KeyRing> keys(StoreDescription from) {
    return options.newKeys().or(() -> from.identity().sealed() ? options.keys() : Optional.empty());
  }

  /**
   * Requires that a store with personal types keeps its ring, which wraps the personal keys of both.
   *
   * @throws StoreRefused if it is to have another one
   */
  void requireRing(String store, StoreDescription from) {
    if (options.newKeys().isPresent() && !PersonalTypes.of(from.types()).isEmpty()) {
      throw new StoreRefused("The store " + store + " has personal types, whose keys are wrapped by its key ring, so a"
          + " copy keeps the ring. To leave a key of the ring, make another one the primary: it wraps them anew.",
          null);
    }
  }

  /**
   * Opens the copy as its one writer.
   *
   * @throws StoreRefused if it cannot be a copy, or its place holds something else
   */
  CopySession open() {
    Backend copy = found.open(config(BackendConfig.Mode.CREATE));
    boolean opened = false;
    try {
      if (copy.info().durability() == Durability.NONE) {
        file.delete();
        throw new StoreRefused(
            "The backend '" + found.name() + "' keeps nothing when its process ends, and cannot hold a copy.", null);
      }
      if (file.isFresh() && !copy.stores().isEmpty()) {
        throw new StoreRefused("The place that " + options.to() + " leads to holds a store already. A copy needs a "
            + "place of its own.", null);
      }
      opened = true;
      return new CopySession(this, copy);
    } finally {
      if (!opened) {
        copy.close();
      }
    }
  }

  /** Compares every record of the original with the copy, which is closed. */
  Comparison compare(Backend moment, long all, StoreCopy.Progress progress) {
    Comparison comparison = new Comparison(moment, events -> progress.step(Phase.COMPARING, events, all));
    try (Backend copy = found.open(config(BackendConfig.Mode.READ))) {
      for (String store : moment.stores()) {
        StoreDescription from = original(moment, store);
        comparison.compare(copy, store, new Frames(from, copies().of(copy, store)), options.readers());
      }
    }
    return comparison;
  }

  /** Makes the copy a store, by writing the name of its backend into its folder. */
  void sign() {
    LocationFile.write(options.to(), found.name());
    file.delete();
  }

  /** The name of the backend of the copy. */
  String backend() {
    return found.name();
  }

  private BackendConfig config(BackendConfig.Mode mode) {
    return new BackendConfig(options.to(), mode, Optional.empty(), settings());
  }

  /** The settings of the backend of the copy: those of the original, if that is of the same backend, and its own. */
  Map<String, String> settings() {
    boolean same = LocationFile.backend(options.from()).equals(Optional.of(found.name()));
    Map<String, String> settings = new HashMap<>(same ? options.access().settings() : Map.of());
    settings.putAll(options.settings());
    return settings;
  }
}
