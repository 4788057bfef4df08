package dev.cairn.impl.timer;

import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.Wire;
import dev.cairn.spi.Position;

/**
 * Up to where in the log the pages of timers have everything that is still pending.
 *
 * <pre>
 * type id 14: 1 generation (long), 2 offset (long)
 * </pre>
 */
public record TimerCheckpoint(Position position) {
  /** The built-in type of its record. */
  public static final int TYPE_ID = 14;

  private static final String WHAT = "a checkpoint of timers";

  /** Appends it. */
  public void write(FieldOutput out) {
    out.key(1, Wire.VARINT);
    out.signed(position.generation());
    out.key(2, Wire.VARINT);
    out.signed(position.offset());
  }

  /**
   * Reads it.
   *
   * @throws UnreadableRecord if it is none
   */
  public static TimerCheckpoint read(OpenedRecord opened) {
    if (opened.typeId() != TYPE_ID) {
      throw new UnreadableRecord("it is no checkpoint of timers");
    }
    FieldInput in = new FieldInput(opened.bytes(), opened.valueOffset(), opened.valueLength());
    try {
      Position position = new Position(field(in, 1), field(in, 2));
      in.requireEnd();
      return new TimerCheckpoint(position);
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecord("it names no position", e);
    }
  }

  private static long field(FieldInput in, int tag) {
    in.require(tag, Wire.VARINT, WHAT);
    return in.signed();
  }
}
