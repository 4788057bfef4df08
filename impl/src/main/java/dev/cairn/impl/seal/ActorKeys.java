package dev.cairn.impl.seal;

import dev.cairn.api.Forgotten;
import dev.cairn.api.InvalidKey;
import dev.cairn.api.KeyRing;
import dev.cairn.api.MissingPersonalKey;
import dev.cairn.api.PersonalKeys;
import dev.cairn.api.PersonalKeys.Owner;
import dev.cairn.impl.key.AsconKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the personal actors of one store, wrapped by its ring. Any thread may call.
 *
 * <pre>
 * wrapped key:
 * +--------+---------+----------+--------------------+----------+
 * | 1      | key id  | nonce    | 32 bytes, sealed   | tag      |
 * | 1 byte | 4 bytes | 24 bytes |                    | 16 bytes |
 * +--------+---------+----------+--------------------+----------+
 * bound to "cairn personal key", 01, and with a length of 4 bytes each: id of the personal keys, store, type, id
 * </pre>
 */
public final class ActorKeys {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MOST_IN_MEMORY = 1 << 16;
  private static final byte FORM = 1;
  private static final byte[] BOUND = "cairn personal key\1".getBytes(StandardCharsets.US_ASCII);
  private static final int NONCE_AT = 1 + Integer.BYTES;
  private static final int SEALED_AT = NONCE_AT + XChaCha20Poly1305.NONCE_BYTES;
  private static final int WRAPPED_BYTES = SEALED_AT + AsconKey.BYTES + XChaCha20Poly1305.TAG_BYTES;

  private final KeyRing ring;
  private final IntFunction<AsconKey> ringKeys;
  private final Map<Owner, AsconKey> inMemory = new ConcurrentHashMap<>();
  private final AtomicLong forgets = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable XChaCha20Poly1305 cipher;
  private volatile Map<String, String> types = Map.of();

  ActorKeys(KeyRing ring, IntFunction<AsconKey> ringKeys) {
    this.ring = ring;
    this.ringKeys = ringKeys;
  }

  /** Says which types are personal, and with which collection of keys each was begun. */
  public void personalTypes(Map<String, String> those) {
    types = Map.copyOf(those);
  }

  /** Whether each actor of a type has a key of its own. */
  public boolean isPersonal(String type) {
    return types.containsKey(type);
  }

  /**
   * The keys of a personal type.
   *
   * @throws MissingPersonalKey if they were not given, or are others
   */
  public PersonalKeys of(String type) {
    return required(type, type);
  }

  private PersonalKeys required(String type, String named) {
    PersonalKeys given = ring.personalKeys().orElseThrow(() -> new MissingPersonalKey(named,
        "the key ring was given no personal keys."));
    String wanted = types.get(type);
    if (wanted != null && !wanted.equals(given.id())) {
      throw new MissingPersonalKey(named, "the personal keys that were given are others, with the identity "
          + given.id() + "; those of the store are " + wanted + ".");
    }
    return given;
  }

  /**
   * The key that seals what is stored next of an actor.
   *
   * @param first whether that is its first event: then a key is made, and durable when this returns, if there is none
   * @throws Forgotten if the actor was forgotten
   * @throws MissingPersonalKey if the key is not there
   */
  public AsconKey key(Owner owner, boolean first) {
    AsconKey known = inMemory.get(owner);
    return known != null ? known : load(owner, first);
  }

  /**
   * The key that opens what is stored of an actor.
   *
   * @throws Forgotten if the actor was forgotten
   * @throws MissingPersonalKey if the key is not there
   */
  public AsconKey key(Owner owner) {
    return key(owner, false);
  }

  /**
   * Requires that an actor was not forgotten, if it is personal.
   *
   * @throws Forgotten if it was
   * @throws MissingPersonalKey if nobody can say
   */
  public void requireRemembered(Owner owner) {
    if (isPersonal(owner.type()) && !inMemory.containsKey(owner)) {
      required(owner.type(), owner.path()).find(owner);
    }
  }

  /**
   * Whether an actor was forgotten.
   *
   * @throws MissingPersonalKey if nobody can say
   */
  public boolean isForgotten(Owner owner) {
    try {
      requireRemembered(owner);
      return false;
    } catch (Forgotten e) {
      return true;
    }
  }

  /** Destroys the key of an actor, in memory too. When this returns, that is durable. */
  public void forget(Owner owner) {
    required(owner.type(), owner.path()).forget(owner);
    forgets.incrementAndGet();
    drop(owner);
  }

  /** Wraps every key of the actors of a store with this key of the ring. When this returns, that is durable. */
  public void rewrap(String store, int with) {
    PersonalKeys keys = ring.personalKeys().orElse(null);
    boolean others = ring.ids().size() > 1; // with one key there is nothing that another could have wrapped
    if (keys != null && others && types.containsValue(keys.id())) {
      keys.rewrap(store, (owner, wrapped) -> wrappedWith(owner, wrapped) == with ? wrapped
          : rewrapped(keys, owner, wrapped, with));
    }
  }

  private void drop(Owner owner) {
    AsconKey known = inMemory.remove(owner);
    if (known != null) {
      known.destroy();
    }
  }

  private AsconKey load(Owner owner, boolean first) {
    PersonalKeys keys = required(owner.type(), owner.path());
    long before = forgets.get();
    Optional<byte[]> found = keys.find(owner);
    if (found.isEmpty() && !first) {
      throw new MissingPersonalKey(owner.path(), "the personal keys that were given do not have it. They may be older "
          + "than the store, or have lost it.");
    }
    AsconKey made = unwrap(keys, owner, found.orElseGet(() -> add(keys, owner)));
    if (inMemory.size() >= MOST_IN_MEMORY) {
      inMemory.keySet().forEach(this::drop);
    }
    AsconKey there = inMemory.putIfAbsent(owner, made);
    if (there != null) {
      made.destroy();
    }
    if (forgets.get() != before) {
      requireStillRemembered(keys, owner);
    }
    return there != null ? there : made;
  }

  /** Whoever forgets marks first and drops then: what was loaded in between is dropped here. */
  private void requireStillRemembered(PersonalKeys keys, Owner owner) {
    try {
      keys.find(owner);
    } catch (Forgotten e) {
      drop(owner);
      throw e;
    }
  }

  private byte[] add(PersonalKeys keys, Owner owner) {
    int with = ring.primary();
    byte[] kept = keys.add(owner, make(keys, owner, with));
    if (ring.primary() != with) {
      rewrap(owner.store(), ring.primary());
    }
    return kept;
  }

  private byte[] make(PersonalKeys keys, Owner owner, int with) {
    byte[] key = new byte[AsconKey.BYTES];
    RANDOM.nextBytes(key);
    try {
      return wrap(keys, owner, key, with);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private byte[] wrap(PersonalKeys keys, Owner owner, byte[] key, int with) {
    byte[] nonce = new byte[XChaCha20Poly1305.NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] wrapped = new byte[WRAPPED_BYTES];
    ByteBuffer.wrap(wrapped).order(ByteOrder.LITTLE_ENDIAN).put(FORM).putInt(with).put(nonce);
    byte[] bound = binding(keys, owner);
    lock.lock();
    try {
      XChaCha20Poly1305 wrapping = cipher();
      wrapping.toSeal(ringKeys.apply(with), wrapped, NONCE_AT);
      wrapping.bind(bound, 0, bound.length);
      wrapping.seal(key, 0, key.length, wrapped, SEALED_AT);
    } finally {
      lock.unlock();
    }
    return wrapped;
  }

  private byte[] rewrapped(PersonalKeys keys, Owner owner, byte[] wrapped, int with) {
    byte[] key = open(keys, owner, wrapped);
    try {
      return wrap(keys, owner, key, with);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private AsconKey unwrap(PersonalKeys keys, Owner owner, byte[] wrapped) {
    byte[] key = open(keys, owner, wrapped);
    try {
      return new AsconKey(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private byte[] open(PersonalKeys keys, Owner owner, byte[] wrapped) {
    int with = wrappedWith(owner, wrapped);
    byte[] bound = binding(keys, owner);
    lock.lock();
    try {
      XChaCha20Poly1305 wrapping = cipher();
      wrapping.toOpen(ringKeys.apply(with), wrapped, NONCE_AT);
      wrapping.bind(bound, 0, bound.length);
      return wrapping.open(wrapped, SEALED_AT, wrapped.length - SEALED_AT);
    } catch (AEADBadTagException e) {
      throw damaged(owner, "it does not open with the key " + with + " of the key ring", e);
    } finally {
      lock.unlock();
    }
  }

  /** Made at the first use: most stores have no personal actors. */
  private XChaCha20Poly1305 cipher() {
    XChaCha20Poly1305 made = cipher == null ? new XChaCha20Poly1305() : cipher;
    cipher = made;
    return made;
  }

  private static int wrappedWith(Owner owner, byte[] wrapped) {
    if (wrapped.length != WRAPPED_BYTES || wrapped[0] != FORM) {
      throw damaged(owner, "it has another form; a newer version may have written it", null);
    }
    return ByteBuffer.wrap(wrapped).order(ByteOrder.LITTLE_ENDIAN).getInt(1);
  }

  private static InvalidKey damaged(Owner owner, String why, @Nullable Exception cause) {
    return new InvalidKey("The personal key of " + owner.path() + " cannot be used: " + why
        + ". It was not forgotten; with a good copy of the personal keys the actor can be read.", cause);
  }

  private static byte[] binding(PersonalKeys keys, Owner owner) {
    ByteBuffer bound = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    bound.put(BOUND);
    for (String each : List.of(keys.id(), owner.store(), owner.type(), owner.id())) {
      byte[] text = each.getBytes(StandardCharsets.UTF_8);
      bound.putInt(text.length).put(text);
    }
    return Arrays.copyOf(bound.array(), bound.position());
  }
}
