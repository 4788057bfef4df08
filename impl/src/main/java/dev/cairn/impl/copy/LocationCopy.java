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
import dev.cairn.impl.backend.UnfinishedCopy;
import dev.cairn.impl.chain.ChainCatchUp;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.journal.StoreDescriptions;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Durability;
import dev.cairn.spi.StreamHead;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One copy of a location: copies, compares, and signs the new folder. */
public final class LocationCopy {
  private static final System.Logger LOG = System.getLogger(LocationCopy.class.getName());
  private static final int TRIES = 3;

  private final CopyOptions options;
  private final StoreCopy.Progress progress;
  private final FoundBackend target;
  private final StoreDescriptions descriptions;
  private boolean elsewhere;

  /** Finds the backend of the copy. */
  public LocationCopy(CopyOptions options, StoreCopy.Progress progress) {
    this.options = options;
    this.progress = progress;
    this.descriptions = new StoreDescriptions(options.from(), options.keys());
    UnfinishedCopy.refuse(options.from());
    this.target = BackendCatalogue.scan(options.access().plugins())
        .choose(options.backend().or(() -> LocationFile.backend(options.from())));
  }

  /** Copies one moment of the original, compares, and writes the backend's name into the new folder. */
  public StoreCopy.Result run() {
    try (Backend original = Location.openToRead(options.from(), options.access())) {
      requireFiles(original);
      CopyFile file = CopyFile.begin(options, target.name());
      for (int tries = TRIES;; tries--) {
        try (Backend moment = original.pointInTime()) {
          return copyAndCompare(moment, file);
        } catch (BackendException.Unavailable e) {
          if (tries == 1) {
            throw e;
          }
          LOG.log(System.Logger.Level.WARNING,
              "The copy to " + options.to() + " goes on with a newer moment: " + e.getMessage());
        }
      }
    } catch (BackendException e) {
      throw Location.explain(options.from(), e);
    }
  }

  /** A copy for the same backend is a copy of files, in a folder; where the engine is elsewhere, there are none. */
  private void requireFiles(Backend original) {
    if (options.backend().isEmpty() && original.info().waits()) {
      throw new StoreRefused("The folder " + options.from() + " holds no files of its store: the engine is a server ("
          + original.info().engine()
          + "). Back the server up by its own means, a dump or an archive of its log; or copy"
          + " the store into files: cairn copy " + options.from() + " DIR2 --to sqlite --keep-readers", null);
    }
  }

  private StoreCopy.Result copyAndCompare(Backend moment, CopyFile file) {
    long all = count(moment);
    try {
      copy(moment, file, all);
    } catch (Outrun e) {
      if (elsewhere) {
        throw new StoreRefused("The copy to " + options.to() + " cannot go on: " + e.getMessage() + " It must begin"
            + " again, and what it has stored is on a server. Delete it there, and the folder, and copy again.", e);
      }
      LOG.log(System.Logger.Level.WARNING, "The unfinished copy in " + options.to() + " is deleted and begun again: "
          + e.getMessage());
      file.deleteAllElse();
      copy(moment, file, all);
    }
    Comparison comparison = compare(moment, all);
    LocationFile.write(options.to(), target.name());
    file.delete();
    return comparison.result(target.name());
  }

  private void copy(Backend moment, CopyFile file, long all) {
    try (Backend copy = target.open(config(BackendConfig.Mode.CREATE))) {
      if (copy.info().durability() == Durability.NONE) {
        file.delete();
        throw new StoreRefused(
            "The backend '" + target.name() + "' keeps nothing when its process ends, and cannot hold a copy.",
            null);
      }
      elsewhere = copy.info().waits();
      if (file.isFresh() && !copy.stores().isEmpty()) {
        throw new StoreRefused(
            "The place that " + options.to() + " leads to holds a store already. A copy needs a place"
                + " of its own.",
            null);
      }
      long done = 0;
      for (String store : moment.stores()) {
        StoreDescription from = descriptions.of(moment, store);
        StoreDescription to = StoreDescription.ofNewStore(file.idOf(store), from.identity().created(), newKeys(from));
        StoreTransfer transfer = new StoreTransfer(moment, copy, store, new Frames(from, to));
        done = transfer.run(done, events -> progress.step(Phase.COPYING, events, all));
        new ReaderTransfer(moment, copy, store, new Frames(from, to)).run(options.readers());
        transfer.writeManifest();
        requireSameTypes(copy, store, from);
        if (from.chain(store).last(moment) > 0 && copy.info().globalLog() && !copy.info().multiProcess()) {
          new ChainCatchUp(copy, new StoreDescriptions(options.to(), newKeys(from)).of(copy, store).chain(store)).run();
        }
      }
    }
  }

  /** Refuses a manifest that lacks types: one that was written before an interruption is not written again. */
  private void requireSameTypes(Backend copy, String store, StoreDescription from) {
    StoreDescription to = new StoreDescriptions(options.to(), newKeys(from)).of(copy, store);
    if (!from.types().all().equals(to.types().all())) {
      throw new Outrun("the original defines types of store " + store + " that the copy does not know.");
    }
  }

  private Comparison compare(Backend moment, long all) {
    Comparison comparison = new Comparison(moment, events -> progress.step(Phase.COMPARING, events, all));
    try (Backend copy = target.open(config(BackendConfig.Mode.READ))) {
      for (String store : moment.stores()) {
        StoreDescription from = descriptions.of(moment, store);
        StoreDescription to = new StoreDescriptions(options.to(), newKeys(from)).of(copy, store);
        comparison.compare(copy, store, new Frames(from, to), options.readers());
      }
    }
    return comparison;
  }

  /** A sealed store stays sealed; new keys seal every store. */
  private Optional<KeyRing> newKeys(StoreDescription from) {
    return options.newKeys().or(() -> from.identity().sealed() ? options.keys() : Optional.empty());
  }

  private BackendConfig config(BackendConfig.Mode mode) {
    boolean same = LocationFile.backend(options.from()).equals(Optional.of(target.name()));
    Map<String, String> settings = new HashMap<>(same ? options.access().settings() : Map.of());
    settings.putAll(options.settings());
    return new BackendConfig(options.to(), mode, Optional.empty(), settings);
  }

  private static long count(Backend original) {
    long all = 0;
    for (String store : original.stores()) {
      try (Cursor<StreamHead> heads = original.streams(store, Optional.empty())) {
        for (StreamHead head = heads.next(); head != null; head = heads.next()) {
          all += StoreTransfer.isCopied(head.stream()) ? head.events() : 0;
        }
      }
    }
    return all;
  }
}
