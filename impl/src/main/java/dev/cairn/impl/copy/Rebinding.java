package dev.cairn.impl.copy;

import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamKey;
import java.util.Arrays;

/** Opens the records of one stream, and binds them to the same stream of another store. Used by one thread. */
final class Rebinding {
  private final StreamKey stream;
  private final Frames frames;
  private final StreamBinding from;
  private final StreamBinding to;

  Rebinding(StreamKey stream, Frames frames) {
    this.stream = stream;
    this.frames = frames;
    this.from = new StreamBinding(frames.from().id(), stream);
    this.to = new StreamBinding(frames.to().id(), stream);
  }

  OpenedRecord openRecord(RecordKind kind, long sequence, byte[] record) {
    return open(frames.original(), from, kind, sequence, record);
  }

  byte[] rebind(RecordKind kind, long sequence, OpenedRecord opened) {
    return frames.copy(kind).write(to.at(kind, sequence), opened.typeId(), opened.time().toEpochMilli(),
        opened.commit(),
        opened.metadata(), out -> out.writeBytes(opened.bytes(), opened.valueOffset(), opened.valueLength()));
  }

  Snapshot rebind(Snapshot snapshot) {
    OpenedRecord opened = openRecord(RecordKind.SNAPSHOT, snapshot.sequence(), snapshot.record());
    return new Snapshot(snapshot.sequence(), rebind(RecordKind.SNAPSHOT, snapshot.sequence(), opened));
  }

  /** Finds that two records, each at its own place, say the same. */
  void requireSame(RecordKind kind, long sequence, byte[] original, byte[] copy) {
    OpenedRecord one = open(frames.original(), from, kind, sequence, original);
    OpenedRecord other = open(frames.copy(kind), to, kind, sequence, copy);
    boolean same = one.typeId() == other.typeId() && one.time().equals(other.time())
        && one.commit().equals(other.commit()) && one.metadata().equals(other.metadata())
        && Arrays.equals(one.bytes(), one.valueOffset(), one.valueOffset() + one.valueLength(), other.bytes(),
            other.valueOffset(), other.valueOffset() + other.valueLength());
    if (!same) {
      throw new StoreDamaged("The copy differs from the original at " + name(kind, sequence) + ".", null);
    }
  }

  private OpenedRecord open(RecordFrame frame, StreamBinding binding, RecordKind kind, long sequence, byte[] record) {
    try {
      return frame.open(binding.at(kind, sequence), record);
    } catch (UnreadableRecord e) {
      throw new StoreDamaged(name(kind, sequence) + " cannot be read: " + e.rule() + ".", e);
    }
  }

  private String name(RecordKind kind, long sequence) {
    return (kind == RecordKind.EVENT ? "event " : "the snapshot at ") + sequence + " of stream " + stream;
  }
}
