package dev.cairn.impl.journal;

import dev.cairn.api.KeyException;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.spi.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** Makes the records of one stream. Used by the actor's thread. */
final class StreamRecords {
  private final Store store;
  private final ActorCodec codec;
  private final StreamBinding binding;

  StreamRecords(Store store, ActorCodec codec, StreamBinding binding) {
    this.store = store;
    this.codec = codec;
    this.binding = binding;
  }

  /**
   * Makes the records of events that follow a sequence.
   *
   * @throws UnstorableValue if one of them cannot be stored
   * @throws KeyException if the key that is to seal them is not in use
   */
  List<byte[]> events(List<?> events, long after, CommitName commit, Metadata metadata) {
    store.followPrimary();
    long now = store.now();
    List<byte[]> records = new ArrayList<>(events.size());
    for (Object event : events) {
      long sequence = after + 1 + records.size();
      records.add(store.events().write(binding.at(RecordKind.EVENT, sequence), codec.typeId(event), now, commit,
          metadata, out -> codec.write(event, out)));
    }
    return records;
  }

  /**
   * Makes a snapshot.
   *
   * @throws UnstorableValue if the state cannot be stored
   * @throws KeyException if the key that is to seal it is not in use
   */
  Snapshot snapshot(Object state, long sequence, CommitName commit, CommandIds done) {
    store.followPrimary();
    return new Snapshot(sequence, store.snapshots().write(binding.at(RecordKind.SNAPSHOT, sequence),
        codec.typeId(state), store.now(), commit, Metadata.ofSnapshot(done.all()), out -> codec.write(state, out)));
  }
}
