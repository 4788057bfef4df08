package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.api.KeyException;
import dev.cairn.api.KeyRing;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.bind.Keys;
import dev.cairn.impl.backend.Location;
import dev.cairn.impl.commit.StoreThreads;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import java.util.Optional;

/** Holds the keys of a system against the stores of a folder, before anything is opened that could write. */
final class KeyCheck {
  private KeyCheck() {}

  /**
   * Reads the manifests of the main store and of every other one for which there is a key.
   *
   * @throws KeyException if a key is missing, wrong, or not wanted; or out of use where a new store would begin with it
   */
  static void before(Location location, Keys keys) {
    if (location.hasHeldStore()) {
      try (StoreThreads threads = new StoreThreads()) {
        threads.call(() -> {
          check(location, keys);
          return true;
        });
      }
    } else {
      keys.of(ActorType.MAIN_STORE).ifPresent(ring -> ring.key(ring.primary()));
    }
  }

  private static void check(Location location, Keys keys) {
    try (Backend reading = location.openToRead()) {
      check(reading, keys);
    } catch (StoreRefused e) {
      // whoever opens it to write refuses it in the same words, or can upgrade it
    } catch (BackendException e) {
      throw Location.explain(location.data(), e);
    }
  }

  private static void check(Backend reading, Keys keys) {
    for (String store : reading.stores()) {
      Optional<KeyRing> ring = keys.of(store);
      if (ring.isPresent() || store.equals(ActorType.MAIN_STORE)) {
        StoreDescription.read(reading, store, ring);
      }
    }
  }
}
