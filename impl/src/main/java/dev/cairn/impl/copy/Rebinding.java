package dev.cairn.impl.copy;

import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.journal.StreamOpener;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamKey;
import java.util.Arrays;

/** Opens the records of one stream, and binds them to the same stream of the copy. Used by one thread. */
final class Rebinding {
  private final StreamKey stream;
  private final StreamOpener original;
  private final StreamOpener copy;

  Rebinding(StreamKey stream, Frames frames) {
    this.stream = stream;
    this.original = new StreamOpener(frames.original(), new StreamBinding(frames.from().id(), stream));
    this.copy = new StreamOpener(frames.copy(), new StreamBinding(frames.to().id(), stream));
  }

  OpenedRecord openRecord(RecordKind kind, long sequence, byte[] record) {
    return open(original, kind, sequence, record);
  }

  byte[] rebind(RecordKind kind, long sequence, OpenedRecord opened) {
    return copy.frame().write(copy.binding().at(kind, sequence), opened.typeId(), opened.time().toEpochMilli(),
        opened.commit(), opened.metadata(),
        out -> out.writeBytes(opened.bytes(), opened.valueOffset(), opened.valueLength()));
  }

  Snapshot rebind(Snapshot snapshot) {
    OpenedRecord opened = openRecord(RecordKind.SNAPSHOT, snapshot.sequence(), snapshot.record());
    return new Snapshot(snapshot.sequence(), rebind(RecordKind.SNAPSHOT, snapshot.sequence(), opened));
  }

  /** Requires that two records, each at its own place, have the same content. */
  void requireSame(RecordKind kind, long sequence, byte[] first, byte[] second) {
    if (!isSame(open(original, kind, sequence, first), open(copy, kind, sequence, second))) {
      throw new StoreDamaged("The copy differs from the original at " + name(kind, sequence) + ".", null);
    }
  }

  /** Whether a record of the copy has the content of one of the original; false if it cannot be read. */
  boolean isSame(RecordKind kind, long sequence, byte[] first, byte[] second) {
    OpenedRecord one = open(original, kind, sequence, first);
    try {
      return isSame(one, copy.open(kind, sequence, second));
    } catch (UnreadableRecord e) {
      return false;
    }
  }

  private static boolean isSame(OpenedRecord one, OpenedRecord other) {
    return one.typeId() == other.typeId() && one.time().equals(other.time())
        && one.commit().equals(other.commit()) && one.metadata().equals(other.metadata())
        && Arrays.equals(one.bytes(), one.valueOffset(), one.valueOffset() + one.valueLength(), other.bytes(),
            other.valueOffset(), other.valueOffset() + other.valueLength());
  }

  private OpenedRecord open(StreamOpener opener, RecordKind kind, long sequence, byte[] record) {
    try {
      return opener.open(kind, sequence, record);
    } catch (UnreadableRecord e) {
      throw new StoreDamaged(name(kind, sequence) + " cannot be read: " + e.rule() + ".", e);
    }
  }

  private String name(RecordKind kind, long sequence) {
    return (kind == RecordKind.EVENT ? "event " : "the snapshot at ") + sequence + " of stream " + stream;
  }
}
