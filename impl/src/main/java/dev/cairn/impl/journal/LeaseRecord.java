package dev.cairn.impl.journal;

import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.Wire;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * Who has a lease, and for how long it lasts after each time that the owner has taken it.
 *
 * <pre>
 * type id 8: 1 owner (string), 2 milliseconds (long; 0: it was given back)
 * </pre>
 */
record LeaseRecord(String owner, long millis) {
  private static final int TYPE_ID = 8;

  /** Makes the commit that stores this, and keeps nothing else, in the stream of the lease. */
  Commit commit(StreamOpener binding, Claim claim, long time, CommitName name) {
    long sequence = claim.head().last() + 1;
    byte[] record = binding.frame().write(binding.binding().at(RecordKind.SNAPSHOT, sequence), TYPE_ID, time, name,
        Metadata.NONE, this::write);
    return new Commit(claim.head().stream(), claim.epoch(), claim.head().last(), List.of(record),
        Optional.of(new Snapshot(sequence, record)), new Retention.Keep(1, sequence, Position.END));
  }

  private void write(FieldOutput out) {
    out.key(1, Wire.BLOCK);
    int start = out.begin();
    out.text(owner);
    out.end(start);
    out.key(2, Wire.VARINT);
    out.signed(millis);
  }

  static LeaseRecord read(OpenedRecord opened) {
    FieldInput in = new FieldInput(opened.bytes(), opened.valueOffset(), opened.valueLength());
    if (opened.typeId() != TYPE_ID) {
      throw new UnreadableRecord("it is no lease");
    }
    in.require(1, Wire.BLOCK, "a lease");
    int outer = in.enter();
    String owner = in.text();
    in.leave(outer);
    in.require(2, Wire.VARINT, "a lease");
    LeaseRecord lease = new LeaseRecord(owner, in.signed());
    in.requireEnd();
    return lease;
  }
}
