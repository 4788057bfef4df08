package dev.cairn.impl.copy;

import dev.cairn.api.KeyRing;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreCopy.Phase;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.bind.CopyOptions;
import dev.cairn.impl.backend.BackendCatalogue;
import dev.cairn.impl.backend.FoundBackend;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.backend.LocationFile;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.StoreDescriptions;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Durability;
import dev.cairn.spi.Position;
import dev.cairn.spi.StreamHead;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One copy of a location, from the first look to the signature. */
public final class LocationCopy {
  private final CopyOptions options;
  private final StoreCopy.Progress progress;
  private final FoundBackend target;
  private final StoreDescriptions descriptions;
  private final Map<String, Position> horizons = new TreeMap<>();

  /** Finds who opens both. */
  public LocationCopy(CopyOptions options, StoreCopy.Progress progress) {
    this.options = options;
    this.progress = progress;
    this.descriptions = new StoreDescriptions(options.from(), options.keys());
    this.target = BackendCatalogue.scan(options.access().plugins())
        .choose(options.backend().or(() -> LocationFile.backend(options.from())));
  }

  /** Copies, compares, and lets the new folder say whose it is. */
  public StoreCopy.Result run() {
    try (Backend original = Location.openToRead(options.from(), options.access())) {
      CopyFile file = CopyFile.begin(options);
      long all = count(original);
      copy(original, file, all);
      Comparison comparison = compare(original, all);
      LocationFile.write(options.to(), target.name());
      file.delete();
      return comparison.result(target.name());
    } catch (BackendException e) {
      throw Location.explain(options.from(), e);
    }
  }

  private void copy(Backend original, CopyFile file, long all) {
    try (Backend copy = target.open(config(BackendConfig.Mode.CREATE))) {
      if (copy.info().durability() == Durability.NONE) {
        throw new StoreRefused("The backend '" + target.name() + "' keeps nothing; a copy for it makes no sense.",
            null);
      }
      long done = 0;
      for (String store : original.stores()) {
        StoreDescription from = descriptions.of(original, store);
        StoreDescription to = StoreDescription.fresh(file.idOf(store), from.identity().created(), newKeys(from));
        StoreTransfer transfer = new StoreTransfer(original, copy, store, new Frames(from, to),
            () -> descriptions.of(original, store).types());
        done = transfer.run(done, events -> progress.step(Phase.COPYING, events, all));
        horizons.put(store, transfer.horizon());
      }
    }
  }

  private Comparison compare(Backend original, long all) {
    Comparison comparison = new Comparison(original, events -> progress.step(Phase.COMPARING, events, all));
    try (Backend copy = target.open(config(BackendConfig.Mode.READ))) {
      horizons.forEach((store, horizon) -> {
        StoreDescription from = descriptions.of(original, store);
        StoreDescription to = new StoreDescriptions(options.to(), newKeys(from)).of(copy, store);
        comparison.compare(copy, store, new Frames(from, to), horizon);
      });
    }
    return comparison;
  }

  /** What was sealed stays sealed; new keys seal everything. */
  private Optional<KeyRing> newKeys(StoreDescription from) {
    return options.newKeys().or(() -> from.identity().sealed() ? options.keys() : Optional.empty());
  }

  private BackendConfig config(BackendConfig.Mode mode) {
    boolean same = LocationFile.backend(options.from()).equals(Optional.of(target.name()));
    return new BackendConfig(options.to(), mode, Optional.empty(), same ? options.access().settings() : Map.of());
  }

  private static long count(Backend original) {
    long all = 0;
    for (String store : original.stores()) {
      try (Cursor<StreamHead> heads = original.streams(store, Optional.empty())) {
        for (StreamHead head = heads.next(); head != null; head = heads.next()) {
          all += StoreDescription.owns(head.stream()) ? 0 : head.events();
        }
      }
    }
    return all;
  }
}
