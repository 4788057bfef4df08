package dev.cairn.impl.timer;

import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.Wire;
import java.util.Collection;

/**
 * One part of the pending timers of a store, as it is stored. The events and snapshots of the actors decide what is
 * pending; a page may lag behind them.
 *
 * <pre>
 * type id 13: 1 timers (bytes): count (varint), and for each: length of its key (varint), its key, sequence of the
 *             event that set it (varint), due (signed varint, milliseconds since 1970)
 * </pre>
 */
public final class TimerPage {
  /** The built-in type of its record. */
  public static final int TYPE_ID = 13;

  private TimerPage() {}

  /** Appends a part. */
  public static void write(DueTimers timers, int part, FieldOutput out) {
    Collection<DueTimer> all = timers.part(part);
    out.key(1, Wire.BLOCK);
    int start = out.begin();
    out.varint(all.size());
    for (DueTimer timer : all) {
      int key = out.begin();
      out.writeBytes(timer.key);
      out.end(key);
      out.varint(timer.sequence);
      out.signed(timer.due);
    }
    out.end(start);
  }

  /**
   * Adds the timers of a page.
   *
   * @throws UnreadableRecord if it is none
   */
  public static void read(OpenedRecord opened, DueTimers into) {
    if (opened.typeId() != TYPE_ID) {
      throw new UnreadableRecord("it is no page of timers");
    }
    FieldInput in = new FieldInput(opened.bytes(), opened.valueOffset(), opened.valueLength());
    in.require(1, Wire.BLOCK, "a page of timers");
    int outer = in.enter();
    for (int count = in.count(3); count > 0; count--) {
      int inner = in.enter();
      byte[] key = in.rest();
      in.leave(inner);
      into.load(new DueTimer(key, in.varint(), in.signed()));
    }
    in.leave(outer);
    in.requireEnd();
  }
}
