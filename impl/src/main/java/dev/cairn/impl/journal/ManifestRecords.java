package dev.cairn.impl.journal;

import dev.cairn.impl.codec.KeyInUse;
import dev.cairn.impl.codec.ManifestCodec;
import dev.cairn.impl.codec.TypeDefinition;
import dev.cairn.impl.codec.TypeDictionary;
import dev.cairn.impl.codec.TypeUnused;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.RecordBinding;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;

/** The next records of a manifest, all of one commit. Used by one thread. */
final class ManifestRecords {
  private static final ManifestCodec CODEC = new ManifestCodec();

  private final StoreIdentity identity;
  private final StreamKey stream;
  private final StreamBinding binding;
  private final RecordFrame frame;
  private final CommitName commit;
  private final long last;
  private final List<byte[]> made = new ArrayList<>();

  ManifestRecords(StoreDescription before, StreamKey stream, RecordFrame frame, CommitName commit) {
    this.identity = before.identity();
    this.stream = stream;
    this.binding = new StreamBinding(identity.id(), stream);
    this.frame = frame;
    this.commit = commit;
    this.last = before.last();
  }

  void begin() {
    made.add(identity.record(stream, commit));
  }

  void add(KeyInUse key) {
    add(ManifestCodec.KEY_IN_USE, out -> CODEC.write(key, out));
  }

  void add(TypeDefinition type) {
    add(ManifestCodec.TYPE_DEFINED, out -> CODEC.write(type, out));
  }

  void add(TypeUnused type) {
    add(ManifestCodec.TYPE_UNUSED, out -> CODEC.write(type, out));
  }

  /** Adds all that a dictionary says. */
  void add(TypeDictionary types) {
    types.all().forEach(this::add);
    types.unusedTypes().forEach(this::add);
  }

  List<byte[]> toList() {
    return made;
  }

  private void add(int typeId, RecordFrame.ValueWriter value) {
    RecordBinding next = binding.at(RecordKind.EVENT, last + made.size() + 1);
    made.add(frame.write(next, typeId, System.currentTimeMillis(), commit, Metadata.NONE, value));
  }
}
