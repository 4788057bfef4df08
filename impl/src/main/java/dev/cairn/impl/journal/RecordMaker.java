package dev.cairn.impl.journal;

import dev.cairn.api.KeyException;
import dev.cairn.impl.codec.Role;
import dev.cairn.impl.codec.StreamCodec;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.RecordFrame.ValueWriter;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamKey;

/** Puts the values of one stream into records. Any thread may call. */
final class RecordMaker {
  private final LocationServices services;
  private final Manifest manifest;
  private final StreamKey stream;
  private volatile Bound bound;

  /** What the records of the stream are bound to in a store, which is another one after a hand-over. */
  private record Bound(StoreId store, StreamBinding binding) {}

  RecordMaker(LocationServices services, Manifest manifest, StreamKey stream) {
    this.services = services;
    this.manifest = manifest;
    this.stream = stream;
    this.bound = new Bound(manifest.storeId(), manifest.binding(stream));
  }

  private StreamBinding binding() {
    StoreId store = manifest.storeId();
    if (bound.store() != store) {
      bound = new Bound(store, new StreamBinding(store, stream));
    }
    return bound.binding();
  }

  /**
   * Called before the first record of a commit; returns the time that its records get.
   *
   * @throws KeyException if the key that is to seal them is not in use
   */
  long begin() {
    manifest.followPrimary();
    return services.now();
  }

  /**
   * Makes the record of an event.
   *
   * @throws UnstorableValue if it cannot be stored
   */
  byte[] event(StreamCodec codec, Object event, long sequence, long millis, CommitName commit, Metadata metadata) {
    return manifest.frame().write(binding().at(RecordKind.EVENT, sequence), codec.typeId(Role.EVENT, event), millis,
        commit, metadata, out -> codec.write(event, out));
  }

  /**
   * Makes a snapshot.
   *
   * @throws UnstorableValue if the state cannot be stored
   * @throws KeyException if the key that is to seal it is not in use
   */
  Snapshot snapshot(StreamCodec codec, Object state, long sequence, CommitName commit, Metadata metadata,
      ValueWriter writer) {
    return new Snapshot(sequence, manifest.frame().write(binding().at(RecordKind.SNAPSHOT, sequence),
        codec.typeId(Role.STATE, state), begin(), commit, metadata, writer));
  }
}
