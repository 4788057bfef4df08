package dev.cairn.impl.backend;

import dev.cairn.api.StoreException;
import dev.cairn.api.StoreLocked;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.StreamHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder without the file that names its backend: a new folder, or one that has lost the file. */
final class UnsignedFolder {
  private UnsignedFolder() {}

  /**
   * Refuses a folder in which a backend finds a store. One stream with one event does not count: a first opening that
   * is cut off before it writes the file leaves that.
   */
  static void refuseStore(Path data, BackendCatalogue catalogue) {
    owner(data, catalogue).ifPresent(backend -> {
      throw new StoreRefused(missing(data, backend), null);
    });
  }

  /**
   * Says why a folder cannot be read.
   *
   * @throws StoreRefused if it holds an unfinished copy
   */
  static StoreException explain(Path data, BackendCatalogue catalogue) {
    if (!Files.isDirectory(data)) {
      return new StoreUnavailable("There is no folder " + data + ".", null);
    }
    UnfinishedCopy.refuse(data);
    return owner(data, catalogue).<StoreException>map(backend -> new StoreRefused(missing(data, backend), null))
        .orElseGet(() -> new StoreUnavailable(
            "The folder " + data + " holds no store: it has no file cairn.location.", null));
  }

  private static String missing(Path data, String backend) {
    return "The folder " + data + " holds a store of the backend '" + backend + "', but its file cairn.location is "
        + "missing. Put it back; it has the two lines format=1 and backend=" + backend + ".";
  }

  private static Optional<String> owner(Path data, BackendCatalogue catalogue) {
    if (isEmpty(data)) {
      return Optional.empty();
    }
    return catalogue.usable().stream().filter(found -> holdsStore(data, found)).map(FoundBackend::name).findFirst();
  }

  private static boolean isEmpty(Path data) {
    if (!Files.isDirectory(data)) {
      return true;
    }
    try (Stream<Path> files = Files.list(data)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new StoreUnavailable("The folder " + data + " cannot be read.", e);
    }
  }

  private static boolean holdsStore(Path data, FoundBackend found) {
    try (Backend backend = found.open(Location.toRead(data))) {
      long streams = 0;
      for (String store : backend.stores()) {
        try (Cursor<StreamHead> heads = backend.streams(store, Optional.empty())) {
          for (StreamHead head = heads.next(); head != null && streams < 2; head = heads.next()) {
            streams += head.last() > 1 ? 2 : 1;
          }
        }
      }
      return streams > 1;
    } catch (StoreLocked e) {
      throw e;
    } catch (StoreException | BackendException e) {
      return false; // not a location of this backend, or an unfinished one
    }
  }
}
