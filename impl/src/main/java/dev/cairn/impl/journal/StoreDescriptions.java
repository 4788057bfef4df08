package dev.cairn.impl.journal;

import dev.cairn.api.KeyRing;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.UnwantedKey;
import dev.cairn.spi.Backend;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Describes the stores of one location to those who work on it from outside. Any thread may call.
 *
 * @param data the folder, for people
 * @param ring the keys that were given; a plain store needs none
 */
public record StoreDescriptions(Path data, Optional<KeyRing> ring) {

  /**
   * What the first record of a store's manifest says, which needs no key.
   *
   * @throws StoreDamaged if it is not there, or cannot be read
   */
  public StoreIdentity identity(Backend backend, String store) {
    return StoreDescription.identity(backend, store).orElseThrow(() -> lostStore(store));
  }

  /**
   * What the manifest of a store says.
   *
   * @throws StoreDamaged if it is not there, or cannot be read
   * @throws dev.cairn.api.KeyException if the store is sealed and these are not its keys
   */
  public StoreDescription of(Backend backend, String store) {
    Optional<KeyRing> keys = identity(backend, store).sealed() ? ring : Optional.empty();
    return StoreDescription.read(backend, store, keys).orElseThrow(() -> lostStore(store));
  }

  /**
   * Refuses keys where nothing is sealed.
   *
   * @throws UnwantedKey if there are any
   */
  public void requireUseOfKeys(Backend backend) {
    if (ring.isPresent() && backend.stores().stream().noneMatch(store -> identity(backend, store).sealed())) {
      throw new UnwantedKey("What is stored in " + data);
    }
  }

  private StoreDamaged lostStore(String store) {
    return new StoreDamaged("The store " + store + " in " + data + " has streams but no manifest.", null);
  }
}
