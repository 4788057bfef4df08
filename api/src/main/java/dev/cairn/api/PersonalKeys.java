package dev.cairn.api;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Keeps the keys of personal actors ({@link ActorType#personal}), outside of the location: one for each actor, made at
 * random and wrapped by the {@link KeyRing} of the store. Whoever destroys a key has made everything that it sealed
 * unreadable, wherever a copy of it is.
 *
 * <pre>{@code
 * var ring = KeyRing.of(EncryptedKey.from(KeySource.file(Path.of("bank.key"))))
 *     .personalKeys(PersonalKeys.file(Path.of("/var/lib/bank/personal.keys")));
 * }</pre>
 *
 * <p>{@link #file} is one file. Who has a key management service implements this interface: any thread may call, each
 * method may wait, and what throws has to throw {@link StoreUnavailable} if it can be tried again.
 */
public interface PersonalKeys extends AutoCloseable {

  /**
   * Whose key it is. The name is not encrypted.
   *
   * @param store the name of the store
   * @param type the name of the actor's or stream's type
   * @param id its id
   */
  record Owner(String store, String type, String id) {
    /** Refuses missing parts. */
    public Owner {
      Objects.requireNonNull(store, "store");
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(id, "id");
    }

    /** The actor's path, as every message names it. */
    public String path() {
      return new StoreInspector.Stream(store, type, id, 0, 0, 0).path();
    }
  }

  /**
   * A file that holds the keys; it is made by the first type that needs it, for its owner alone. One process writes to
   * it at a time, under a lock in a folder beside it that has the name of the file and {@code .lock}, until it is
   * closed; others may read it meanwhile. The file must not be in the folder of a location, where a copy of the folder
   * would take it along. It is read at the first use, and needs 32 to 64 bytes of memory for each key.
   *
   * <p>Its methods throw {@link InvalidKey} if the file is damaged, {@link StoreLocked} if another process writes to
   * it, and {@link StoreUnavailable} if it cannot be read or written.
   */
  static PersonalKeys file(Path file) {
    return Runtimes.first().personalKeys(file);
  }

  /**
   * The identity of this collection of keys: 1 to 64 letters, digits and hyphens, always the same. A store with
   * personal types writes it down, and is read with these keys and no others.
   */
  String id();

  /**
   * Returns the wrapped key of an actor; empty if it has none.
   *
   * @throws Forgotten if it was forgotten
   */
  Optional<byte[]> find(Owner owner);

  /**
   * Keeps a key for an actor that has none. When this returns, the key is durable: only then anything is sealed with
   * it.
   *
   * @return the key that is kept: another one, if one was kept already
   * @throws Forgotten if the actor was forgotten
   */
  byte[] add(Owner owner, byte[] wrapped);

  /**
   * Destroys the key of an actor, if it has one, and remembers that it was forgotten. When this returns, both are
   * durable. A second call does nothing, and one after a call that failed does what is left.
   */
  void forget(Owner owner);

  /**
   * Replaces the keys of all actors of a store by what the function returns for each, all or none; the function returns
   * the array that it was given where nothing changes. When this returns, the new ones are durable. A system whose ring
   * has several keys calls this when it first uses a personal type, and when the ring gets another primary key.
   */
  void rewrap(String store, BiFunction<Owner, byte[], byte[]> again);

  /** Ends the use. A second call does nothing. */
  @Override
  void close();
}
