package dev.cairn.impl.journal;

import dev.cairn.api.KeyDisabled;
import dev.cairn.api.KeyException;
import dev.cairn.api.KeyRing;
import dev.cairn.api.MissingKey;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.UnknownKey;
import dev.cairn.api.UnwantedKey;
import dev.cairn.api.WrongKey;
import dev.cairn.impl.codec.KeyInUse;
import dev.cairn.impl.codec.ManifestCodec;
import dev.cairn.impl.codec.TypeDefinition;
import dev.cairn.impl.codec.TypeDictionary;
import dev.cairn.impl.codec.TypeUnused;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.seal.StoreKeys;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one manifest, first to last. What a key that is out of use has sealed is passed over if a later
 * key says it again, and only then. A key that opens nothing is a wrong one; where it opens something, what it does not
 * open is damaged.
 */
final class ManifestReader {
  private static final ManifestCodec CODEC = new ManifestCodec();

  private final StoreIdentity identity;
  private final String store;
  private final Optional<KeyRing> ring;
  private final Set<Integer> named = new HashSet<>();
  private final StreamBinding binding;
  private final Set<Integer> right = new HashSet<>();
  private TypeDictionary types = TypeDictionary.EMPTY;
  private int keyInUse;
  private @Nullable KeyException outOfUse;
  private @Nullable Unopened unopened;
  private long last = 1;

  /** A record that its key does not open. */
  private record Unopened(int key, long sequence, UnreadableRecord why) {}

  /** Begins behind the first record. */
  ManifestReader(StoreIdentity identity, StreamKey stream, Optional<KeyRing> ring) {
    this.identity = identity;
    this.store = stream.store();
    this.ring = ring;
    if (identity.sealed() && ring.isEmpty()) {
      throw new MissingKey(store);
    }
    if (!identity.sealed() && ring.isPresent()) {
      throw new UnwantedKey("The store " + store);
    }
    this.binding = new StreamBinding(identity.id(), stream);
  }

  void read(StoredEvent event) {
    try {
      if (event.sequence() != last + 1) {
        throw new UnreadableRecord("sequence " + event.sequence() + " stands where " + (last + 1) + " belongs");
      }
      open(event);
    } catch (UnreadableRecord e) {
      throw damageOf(store, last + 1, e);
    }
    last++;
  }

  /** What was read. */
  StoreDescription description() {
    if (unopened != null) {
      throw right.contains(unopened.key) ? damageOf(store, unopened.sequence, unopened.why)
          : new WrongKey(store, unopened.key);
    }
    if (outOfUse != null) {
      throw outOfUse;
    }
    if (identity.sealed() && keyInUse == 0) {
      throw damageOf(store, last + 1, new UnreadableRecord("it is missing, and it would name the key of the store"));
    }
    return new StoreDescription(identity, ring.map(keys -> new StoreKeys(keys, keyInUse, named)), types, last);
  }

  static StoreDamaged damageOf(String store, long sequence, UnreadableRecord e) {
    return new StoreDamaged("The manifest of store " + store + " cannot be read at sequence " + sequence + ": "
        + e.rule() + ".", e);
  }

  private void open(StoredEvent event) {
    int key = RecordFrame.keyId(event.record());
    named.add(key);
    OpenedRecord opened;
    try {
      opened = frame(key).open(binding.at(RecordKind.EVENT, event.sequence()), event.record());
    } catch (UnknownKey | KeyDisabled e) {
      outOfUse = e;
      types = TypeDictionary.EMPTY;
      return;
    } catch (UnreadableRecord e) {
      if (!(e.getCause() instanceof AEADBadTagException)) {
        throw e;
      }
      unopened = unopened == null ? new Unopened(key, event.sequence(), e) : unopened;
      return;
    }
    right.add(key);
    if (unopened == null) {
      take(CODEC.read(opened.typeId(), opened.bytes(), opened.valueOffset(), opened.valueLength()), key);
    }
  }

  private RecordFrame frame(int key) {
    return RecordFrame.of(ring.map(keys -> new StoreKeys(keys, key, Set.of())));
  }

  private void take(Object event, int key) {
    switch (event) {
      case KeyInUse next when next.id() == key -> {
        keyInUse = key;
        types = TypeDictionary.EMPTY;
        outOfUse = null;
      }
      case TypeDefinition type when outOfUse == null -> define(() -> types.with(type));
      case TypeUnused type when outOfUse == null -> define(() -> types.with(type));
      default -> throw new UnreadableRecord("it has no business in the middle of a manifest");
    }
  }

  private void define(Supplier<TypeDictionary> more) {
    try {
      types = more.get();
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecord("it contradicts what was defined before it", e);
    }
  }
}
