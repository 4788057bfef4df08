package dev.cairn.impl.copy;

import dev.cairn.api.Forgotten;
import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.journal.StreamOpener;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamKey;
import java.util.Arrays;
import java.util.Optional;

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

  /** Opens a record; empty if its actor was forgotten, so that it is copied byte for byte. */
  Optional<OpenedRecord> openRecord(RecordKind kind, long sequence, byte[] record) {
    return open(original, kind, sequence, record);
  }

  byte[] rebind(RecordKind kind, long sequence, OpenedRecord opened) {
    return copy.frame().write(copy.binding().at(kind, sequence), opened.typeId(), opened.time().toEpochMilli(),
        opened.commit(), opened.metadata(),
        out -> out.writeBytes(opened.bytes(), opened.valueOffset(), opened.valueLength()));
  }

  Snapshot rebind(Snapshot snapshot) {
    return openRecord(RecordKind.SNAPSHOT, snapshot.sequence(), snapshot.record())
        .map(opened -> new Snapshot(snapshot.sequence(), rebind(RecordKind.SNAPSHOT, snapshot.sequence(), opened)))
        .orElse(snapshot);
  }

  /** Requires that two records, each at its own place, have the same content. */
  void requireSame(RecordKind kind, long sequence, byte[] first, byte[] second) {
    if (!isSame(open(original, kind, sequence, first), open(copy, kind, sequence, second), first, second)) {
      throw new StoreDamaged("The copy differs from the original at " + name(kind, sequence) + ".", null);
    }
  }

  /** Whether a record of the copy has the content of one of the original; false if it cannot be read. */
  boolean isSame(RecordKind kind, long sequence, byte[] first, byte[] second) {
    Optional<OpenedRecord> one = open(original, kind, sequence, first);
    try {
      return isSame(one, opened(copy, kind, sequence, second), first, second);
    } catch (UnreadableRecord e) {
      return false;
    }
  }

  private static boolean isSame(Optional<OpenedRecord> one, Optional<OpenedRecord> other, byte[] first,
      byte[] second) {
    return one.isPresent() && other.isPresent() ? isSame(one.get(), other.get()) : isForgotten(first, second);
  }

  /** Of a forgotten actor nobody can compare what is sealed; before it was forgotten the copy sealed it anew. */
  private static boolean isForgotten(byte[] first, byte[] second) {
    return RecordFrame.isPersonal(first) && RecordFrame.isPersonal(second) && first.length == second.length
        && RecordFrame.typeId(first) == RecordFrame.typeId(second)
        && RecordFrame.time(first).equals(RecordFrame.time(second));
  }

  private static boolean isSame(OpenedRecord one, OpenedRecord other) {
    return one.typeId() == other.typeId() && one.time().equals(other.time())
        && one.commit().equals(other.commit()) && one.metadata().equals(other.metadata())
        && Arrays.equals(one.bytes(), one.valueOffset(), one.valueOffset() + one.valueLength(), other.bytes(),
            other.valueOffset(), other.valueOffset() + other.valueLength());
  }

  private Optional<OpenedRecord> open(StreamOpener opener, RecordKind kind, long sequence, byte[] record) {
    try {
      return opened(opener, kind, sequence, record);
    } catch (UnreadableRecord e) {
      throw new StoreDamaged(name(kind, sequence) + " cannot be read: " + e.rule() + ".", e);
    }
  }

  private static Optional<OpenedRecord> opened(StreamOpener opener, RecordKind kind, long sequence, byte[] record) {
    try {
      return Optional.of(opener.open(kind, sequence, record));
    } catch (Forgotten e) {
      return Optional.empty();
    }
  }

  private String name(RecordKind kind, long sequence) {
    return (kind == RecordKind.EVENT ? "event " : "the snapshot at ") + sequence + " of stream " + stream;
  }
}
