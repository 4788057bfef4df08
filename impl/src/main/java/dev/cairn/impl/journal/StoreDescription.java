package dev.cairn.impl.journal;

import dev.cairn.api.KeyException;
import dev.cairn.api.KeyRing;
import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.chain.StoredChain;
import dev.cairn.impl.codec.KeyInUse;
import dev.cairn.impl.codec.PersonalTypes;
import dev.cairn.impl.codec.TypeDictionary;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.seal.StoreKeys;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the manifest of a store says.
 *
 * @param identity what it says in its first record
 * @param keys the keys of a sealed store
 * @param types the type dictionary
 * @param last the last sequence of the manifest
 */
public record StoreDescription(StoreIdentity identity, Optional<StoreKeys> keys, TypeDictionary types, long last) {
  private static final String TYPE = "_cairn";
  private static final String ID = "manifest";

  /** Tells the keys which types are personal. */
  public StoreDescription {
    keys.ifPresent(each -> each.actors().personalTypes(PersonalTypes.of(types)));
  }

  /** The stream in which a store describes itself. */
  public static StreamKey stream(String store) {
    return new StreamKey(store, TYPE, ID);
  }

  /** Whether a stream is one of the runtime's own. */
  public static boolean owns(StreamKey stream) {
    return stream.type().startsWith("_");
  }

  /** The random identity that every record of the store is bound to. */
  public StoreId id() {
    return identity.id();
  }

  /**
   * Requires that a stream was not forgotten.
   *
   * @throws dev.cairn.api.Forgotten if it was
   */
  public void requireRemembered(StreamKey stream) {
    keys.ifPresent(each -> each.actors().requireRemembered(Manifest.owner(stream)));
  }

  /** Returns a new frame for the records of the store. */
  public RecordFrame frame() {
    return RecordFrame.of(keys);
  }

  /** The hash chain of the store, which may have none. */
  public StoredChain chain(String store) {
    return new StoredChain(store, id(), frame());
  }

  /** Opens records of the store's streams. */
  public Function<StreamKey, StreamOpener> openers() {
    RecordFrame frame = frame();
    return stream -> new StreamOpener(frame, new StreamBinding(id(), stream));
  }

  /**
   * Reads the first record of a manifest, which needs no key; empty where there is none yet.
   *
   * @throws StoreDamaged if it cannot be read
   */
  public static Optional<StoreIdentity> identity(Backend backend, String store) {
    try (Cursor<StoredEvent> events = backend.events(stream(store), 1, 1)) {
      return Optional.ofNullable(events.next()).map(StoreIdentity::of);
    }
  }

  /**
   * Reads the manifest of a store; empty where there is none yet.
   *
   * @throws StoreDamaged if it cannot be read
   * @throws KeyException if the store is sealed and these are not its keys, or plain and there are any
   */
  public static Optional<StoreDescription> read(Backend backend, String store, Optional<KeyRing> ring) {
    try (Cursor<StoredEvent> events = backend.events(stream(store), 1, Long.MAX_VALUE)) {
      StoredEvent first = events.next();
      if (first == null) {
        return Optional.empty();
      }
      ManifestReader reader = new ManifestReader(StoreIdentity.of(first), first.stream(), ring);
      for (StoredEvent event = events.next(); event != null; event = events.next()) {
        reader.read(event);
      }
      return Optional.of(reader.description());
    }
  }

  /** A store of this identity that holds nothing yet, and will have these types. */
  public static StoreDescription ofNewStore(StoreId id, Instant created, Optional<KeyRing> ring,
      TypeDictionary types) {
    return new StoreDescription(new StoreIdentity(id, created, ring.isPresent()),
        ring.map(keys -> new StoreKeys(keys, keys.primary(), Set.of())), types, 0);
  }

  /** Makes the whole manifest of a store that holds nothing yet, with these types. */
  public List<byte[]> manifest(String store, TypeDictionary defined, CommitName commit) {
    ManifestRecords records = new ManifestRecords(this, stream(store), frame(), commit);
    records.begin();
    keys.ifPresent(sealed -> records.add(new KeyInUse(sealed.inUse())));
    records.add(defined);
    return records.toList();
  }

  /**
   * Makes the records that bring this manifest to other types, and to the primary key of its ring.
   *
   * @param wanted every type of this manifest, and more
   * @return none where nothing is missing
   */
  public List<byte[]> update(String store, TypeDictionary wanted, CommitName commit) {
    boolean rotates = keys.isPresent() && keys.get().primary() != keys.get().inUse();
    RecordFrame sealing =
        rotates ? RecordFrame.of(keys.map(sealed -> sealed.sealingWith(sealed.primary()))) : frame();
    ManifestRecords records = new ManifestRecords(this, stream(store), sealing, commit);
    if (rotates) {
      records.add(new KeyInUse(keys.orElseThrow().primary()));
      records.add(wanted);
    } else {
      wanted.all().stream().filter(type -> !types.all().contains(type)).forEach(records::add);
      wanted.unusedTypes().stream().filter(type -> !types.unusedTypes().contains(type)).forEach(records::add);
    }
    return records.toList();
  }
}
