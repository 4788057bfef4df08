package dev.cairn.impl.copy;

import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreCopy.Phase;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.bind.CopyOptions;
import dev.cairn.impl.backend.BackendCatalogue;
import dev.cairn.impl.backend.FoundBackend;
import dev.cairn.impl.backend.HandedOver;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.backend.LocationFile;
import dev.cairn.impl.backend.UnfinishedCopy;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.StreamHead;
import java.time.Instant;
import java.util.Optional;

/** One copy of a location: copies, compares, and signs the new folder. */
public final class LocationCopy {
  private static final System.Logger LOG = System.getLogger(LocationCopy.class.getName());
  private static final int TRIES = 3;

  private final CopyOptions options;
  private final StoreCopy.Progress progress;
  private final FoundBackend target;
  private boolean elsewhere;

  /** Finds the backend of the copy. */
  public LocationCopy(CopyOptions options, StoreCopy.Progress progress) {
    this.options = options;
    this.progress = progress;
    this.target = target(options);
  }

  /** Finds the backend of a copy. */
  static FoundBackend target(CopyOptions options) {
    UnfinishedCopy.refuse(options.from());
    HandedOver.refuse(options.from());
    return BackendCatalogue.scan(options.access().plugins())
        .choose(options.backend().or(() -> LocationFile.backend(options.from())));
  }

  /** Copies one moment of the original, compares, and writes the backend's name into the new folder. */
  public StoreCopy.Result run() {
    try (Backend original = Location.openToRead(options.from(), options.access())) {
      requireFiles(options, original);
      CopyTarget copy = new CopyTarget(options, target, CopyFile.begin(options, target.name()));
      for (int tries = TRIES;; tries--) {
        Instant asOf = Instant.now();
        try (Backend moment = original.pointInTime()) {
          return copyAndCompare(moment, asOf, copy);
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
  static void requireFiles(CopyOptions options, Backend original) {
    if (options.backend().isEmpty() && original.info().waits()) {
      throw new StoreRefused("The folder " + options.from() + " holds no files of its store: the engine is a server ("
          + original.info().engine()
          + "). Back the server up by its own means, a dump or an archive of its log; or copy"
          + " the store into files: cairn copy " + options.from() + " DIR2 --to sqlite --keep-readers", null);
    }
  }

  private StoreCopy.Result copyAndCompare(Backend moment, Instant asOf, CopyTarget copy) {
    long all = count(moment);
    try {
      copy(moment, asOf, copy, all);
    } catch (Outrun e) {
      if (copy.file().asOf().isPresent()) {
        throw refuse(options, e);
      }
      if (elsewhere) {
        throw new StoreRefused("The copy to " + options.to() + " cannot go on: " + e.getMessage() + " It must begin"
            + " again, and what it has stored is on a server. Delete it there, and the folder, and copy again.", e);
      }
      LOG.log(System.Logger.Level.WARNING, "The unfinished copy in " + options.to() + " is deleted and begun again: "
          + e.getMessage());
      copy.file().deleteAllElse();
      copy(moment, asOf, copy, all);
    }
    Comparison comparison = copy.compare(moment, all, progress);
    copy.sign();
    return comparison.result(target.name());
  }

  /** A copy that was whole may be all that is left of a lost original: it is never deleted. */
  static StoreRefused refuse(CopyOptions options, Outrun e) {
    return new StoreRefused("The copy in " + options.to() + " cannot go on: " + e.getMessage() + " The copy stays as it"
        + " is. If the original has lost something, cairn promote " + options.to() + " makes the copy a store, once the"
        + " original is moved away; otherwise copy into a new folder.", e);
  }

  private void copy(Backend moment, Instant asOf, CopyTarget copy, long all) {
    try (CopySession session = copy.open()) {
      elsewhere = session.isElsewhere();
      long[] done = new long[1];
      session.take(moment, asOf, CopySession.Pass.EVERYTHING_AGAIN,
          time -> progress.step(Phase.COPYING, ++done[0], all));
      session.chain();
    }
  }

  /** How many events a location has. */
  static long count(Backend original) {
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
