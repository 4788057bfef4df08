package dev.cairn.impl.seal;

import dev.cairn.api.KeyDisabled;
import dev.cairn.api.KeyRing;
import dev.cairn.api.bind.KeyAccess;
import dev.cairn.impl.key.AsconKey;

/**
 * The key ring of one sealed store, and which of its keys seals: a new primary does so only once the store has written
 * it down. Any thread may call.
 */
public final class StoreKeys {
  private final KeyRing ring;
  private volatile int inUse;

  /** Seals with the key of this id. */
  public StoreKeys(KeyRing ring, int inUse) {
    this.ring = ring;
    this.inUse = inUse;
  }

  /** The id of the key that seals. */
  public int inUse() {
    return inUse;
  }

  /** The id of the key that should seal. */
  public int primary() {
    return ring.primary();
  }

  /** The same keys, sealed with another one. */
  public StoreKeys sealingWith(int id) {
    return new StoreKeys(ring, id);
  }

  /** Seals with the key of this id from now on. */
  public void use(int id) {
    inUse = id;
  }

  /**
   * Returns exactly the key with this id.
   *
   * @throws dev.cairn.api.UnknownKey if the ring does not have it
   * @throws KeyDisabled if it is out of use
   */
  public AsconKey key(int id) {
    return (AsconKey) KeyAccess.of(ring.key(id));
  }
}
