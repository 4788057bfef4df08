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
 * type id 14: 1 generation (long), 2 offset (long), 3 given back (varint, 1); absent where it is not
 * </pre>
 *
 * @param given whether the process that has stored it keeps the index no more, where several write
 */
public record TimerCheckpoint(Position position, boolean given) {
  /** The built-in type of its record. */
  public static final int TYPE_ID = 14;

  private static final String WHAT = "a checkpoint of timers";

  /** Appends it. */
  public void write(FieldOutput out) {
    out.key(1, Wire.VARINT);
    out.signed(position.generation());
    out.key(2, Wire.VARINT);
    out.signed(position.offset());
    if (given) {
      out.key(3, Wire.VARINT);
      out.varint(1);
    }
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
      boolean given = in.position() < in.limit();
      if (given) {
        in.require(3, Wire.VARINT, WHAT);
        in.atMost(1, "whether it was given back");
      }
      in.requireEnd();
      return new TimerCheckpoint(position, given);
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecord("it names no position", e);
    }
  }

  private static long field(FieldInput in, int tag) {
    in.require(tag, Wire.VARINT, WHAT);
    return in.signed();
  }
}
