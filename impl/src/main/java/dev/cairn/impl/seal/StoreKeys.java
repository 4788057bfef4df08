package dev.cairn.impl.seal;

import dev.cairn.api.KeyDisabled;
import dev.cairn.api.KeyRing;
import dev.cairn.api.bind.KeyAccess;
import dev.cairn.impl.key.AsconKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The key ring of one sealed store, and the key of it that seals. A new primary key seals only once the store has
 * recorded it. Any thread may call.
 */
public final class StoreKeys {
  private final KeyRing ring;
  private final Set<Integer> known = ConcurrentHashMap.newKeySet();
  private final ActorKeys actors;
  private volatile int inUse;

  /**
   * Seals with a key.
   *
   * @param known every other key that the store has ever recorded
   */
  public StoreKeys(KeyRing ring, int inUse, Set<Integer> known) {
    this.ring = ring;
    this.actors = new ActorKeys(ring, this::key);
    this.inUse = inUse;
    this.known.addAll(known);
    this.known.add(inUse);
  }

  /** The keys of its personal actors. */
  public ActorKeys actors() {
    return actors;
  }

  /** The id of the key that seals. */
  public int inUse() {
    return inUse;
  }

  /** The id of the primary key, which should seal. */
  public int primary() {
    return ring.primary();
  }

  /** The same keys, sealed with another one. */
  public StoreKeys sealingWith(int id) {
    return new StoreKeys(ring, id, Set.of());
  }

  /** Seals with the key of this id from now on. */
  public void use(int id) {
    known.add(id);
    inUse = id;
  }

  /** Whether the store has ever sealed with the key of this id. */
  public boolean knows(int id) {
    return known.contains(id);
  }

  /**
   * Returns exactly the key with this id.
   *
   * @throws dev.cairn.api.UnknownKey if the ring does not have it
   * @throws KeyDisabled if it is disabled
   */
  public AsconKey key(int id) {
    return (AsconKey) KeyAccess.of(ring.key(id));
  }
}
