package dev.cairn.api;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a sealed store, by the ids that its records name. Each new record is sealed with the primary key; each
 * stored record is opened with exactly the key that it names. Any thread may call, also while a system uses the ring.
 *
 * <p>An id means the same key for as long as the store lives. The ring owns its keys.
 */
public final class KeyRing implements AutoCloseable {
  private volatile Keys keys;
  private volatile @Nullable PersonalKeys personalKeys;

  private KeyRing(Keys keys) {
    this.keys = keys;
  }

  /** Makes a ring of one key, which has the id 1. */
  public static KeyRing of(EncryptedKey key) {
    return of(1, key);
  }

  /** Makes a ring of one key, which is the primary. */
  public static KeyRing of(int id, EncryptedKey key) {
    return new KeyRing(new Keys(Map.of(), Set.of(), id).plus(id, key));
  }

  /**
   * Adds a new or a disabled key, without making it the primary.
   *
   * @param id from 1
   * @throws InvalidKey if the id is taken or below 1
   */
  public synchronized KeyRing add(int id, EncryptedKey key) {
    keys = keys.plus(id, key);
    return this;
  }

  /**
   * Makes a key of the ring the primary. Records that are being written may still use the previous primary.
   *
   * @throws UnknownKey if it is not in the ring
   * @throws KeyDisabled if it is disabled
   */
  public synchronized KeyRing primary(int id) {
    key(id);
    keys = new Keys(keys.byId, keys.disabled, id);
    return this;
  }

  /**
   * Takes a key out of use and wipes it. Reading a record that it has sealed is {@link KeyDisabled} until the key is
   * added again. The ring need not have had the key.
   *
   * @throws InvalidKey if it is the primary, or the id is below 1
   */
  public KeyRing disable(int id) {
    EncryptedKey wiped;
    synchronized (this) {
      wiped = keys.byId.get(id);
      keys = keys.minus(id);
    }
    if (wiped != null) {
      wiped.close();
    }
    return this;
  }

  /**
   * Adds the keys of personal actors, which this ring wraps; for stores with personal types. Call it before the ring is
   * used. The ring owns them.
   */
  public KeyRing personalKeys(PersonalKeys those) {
    personalKeys = Objects.requireNonNull(those, "personalKeys");
    return this;
  }

  /** The keys of personal actors; empty if none were given. */
  public Optional<PersonalKeys> personalKeys() {
    return Optional.ofNullable(personalKeys);
  }

  /** The id of the key that seals new records. */
  public int primary() {
    return keys.primary;
  }

  /** The ids of the keys in use, in order. */
  public Set<Integer> ids() {
    return new TreeSet<>(keys.byId.keySet());
  }

  /**
   * Returns the key with this id.
   *
   * @throws UnknownKey if the ring never had it
   * @throws KeyDisabled if it is disabled or was closed
   */
  public EncryptedKey key(int id) {
    Keys now = keys;
    EncryptedKey key = now.byId.get(id);
    if (key == null && !now.disabled.contains(id)) {
      throw new UnknownKey(id);
    }
    if (key == null || key.closed()) {
      throw new KeyDisabled(id);
    }
    return key;
  }

  /** Wipes all keys, and closes the keys of personal actors. First close the systems that use the ring. */
  @Override
  public void close() {
    keys.byId.values().forEach(EncryptedKey::close);
    personalKeys().ifPresent(PersonalKeys::close);
  }

  /** Returns the ids, which are no secret. */
  @Override
  public String toString() {
    return "the key ring with the keys "
        + ids().stream().map(String::valueOf).collect(Collectors.joining(", ")) + ", primary " + primary();
  }

  private record Keys(Map<Integer, EncryptedKey> byId, Set<Integer> disabled, int primary) {

    Keys plus(int id, EncryptedKey key) {
      if (id < 1 || byId.containsKey(id)) {
        throw new InvalidKey(id < 1 ? "The id of a key is 1 or more, not " + id + "."
            : "The key ring has a key with the id " + id + ". An id means one key for ever; give the new key "
                + "another id.",
            null);
      }
      Map<Integer, EncryptedKey> more = new HashMap<>(byId);
      more.put(id, key);
      Set<Integer> fewer = new HashSet<>(disabled);
      fewer.remove(id);
      return new Keys(Map.copyOf(more), Set.copyOf(fewer), primary);
    }

    Keys minus(int id) {
      if (id < 1 || id == primary) {
        throw new InvalidKey(id < 1 ? "The id of a key is 1 or more, not " + id + "."
            : "The key with the id " + id + " is the primary. Make another one the primary first.", null);
      }
      Map<Integer, EncryptedKey> fewer = new HashMap<>(byId);
      fewer.remove(id);
      Set<Integer> more = new HashSet<>(disabled);
      more.add(id);
      return new Keys(Map.copyOf(fewer), Set.copyOf(more), primary);
    }
  }
}
