package dev.cairn.impl.journal;

import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.codec.ManifestCodec;
import dev.cairn.impl.codec.StoreCreated;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordBinding;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.time.Instant;
import java.util.Optional;

/**
 * What the first record of a manifest says. It is plain in every store: it tells whether the others are sealed.
 *
 * @param id the random identity that every other record of the store is bound to
 * @param created when the store was first used
 * @param sealed whether its records are sealed
 */
public record StoreIdentity(StoreId id, Instant created, boolean sealed) {
  private static final ManifestCodec CODEC = new ManifestCodec();
  private static final RecordFrame PLAIN = RecordFrame.of(Optional.empty());

  /** Returns the identity of a store that is made now. */
  static StoreIdentity random(boolean sealed) {
    return new StoreIdentity(StoreId.random(), Instant.ofEpochMilli(System.currentTimeMillis()), sealed);
  }

  /**
   * Reads the first event of a manifest, which tells the identity and so cannot be bound to it.
   *
   * @throws StoreDamaged if it does not
   */
  static StoreIdentity of(StoredEvent first) {
    try {
      OpenedRecord opened = PLAIN.open(binding(first.stream()), first.record());
      if (first.sequence() == 1 && CODEC.read(opened.typeId(), opened.bytes(), opened.valueOffset(),
          opened.valueLength()) instanceof StoreCreated created) {
        return new StoreIdentity(created.id(), opened.time(), created.sealed());
      }
      throw new UnreadableRecord("it does not say which store this is");
    } catch (UnreadableRecord e) {
      throw ManifestReader.damageOf(first.stream().store(), 1, e);
    }
  }

  /** Makes the first record of a manifest. */
  byte[] record(StreamKey stream, CommitName commit) {
    StoreCreated event = new StoreCreated(id, sealed);
    return PLAIN.write(binding(stream), ManifestCodec.STORE_CREATED, created.toEpochMilli(), commit, Metadata.NONE,
        out -> CODEC.write(event, out));
  }

  private static RecordBinding binding(StreamKey stream) {
    return new StreamBinding(StoreId.NONE, stream).at(RecordKind.EVENT, 1);
  }
}
