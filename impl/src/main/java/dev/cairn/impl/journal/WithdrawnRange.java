package dev.cairn.impl.journal;

import dev.cairn.api.Withdrawal.Reason;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.Wire;
import dev.cairn.spi.Position;
import dev.cairn.spi.StreamKey;
import java.util.Optional;

/**
 * Which events of an actor were taken out of the log, and why.
 *
 * <pre>
 * type id 7: 1 reason (1: purged, 2: forgotten), 2 actor type, 3 id (texts), 4 first, 5 last sequence,
 *            and where events were stored: 6 store id (16 bytes), 7 generation, 8 offset of the first of them,
 *            9 generation, 10 offset of the last
 * </pre>
 *
 * @param reason why
 * @param actor whose they were
 * @param first the first sequence
 * @param last the last sequence
 * @param stood where those of them that were still stored stood
 */
public record WithdrawnRange(Reason reason, StreamKey actor, long first, long last, Optional<Stood> stood) {

  /** The built-in type of its record. */
  static final int TYPE_ID = 7;

  private static final int PURGED = 1;
  private static final int FORGOTTEN = 2;

  /** Positions in the log of one store; a copy of it has others. */
  public record Stood(StoreId store, Position first, Position last) {}

  void write(FieldOutput out) {
    number(out, 1, switch (reason) {
      case PURGED -> PURGED;
      case FORGOTTEN -> FORGOTTEN;
    });
    text(out, 2, actor.type());
    text(out, 3, actor.id());
    number(out, 4, first);
    number(out, 5, last);
    stood.ifPresent(positions -> {
      out.key(6, Wire.BLOCK);
      int start = out.begin();
      out.writeBytes(positions.store().bytes());
      out.end(start);
      position(out, 7, positions.first());
      position(out, 9, positions.last());
    });
  }

  private static void position(FieldOutput out, int tag, Position position) {
    number(out, tag, position.generation());
    number(out, tag + 1, position.offset());
  }

  private static void number(FieldOutput out, int tag, long number) {
    out.key(tag, Wire.VARINT);
    out.signed(number);
  }

  private static void text(FieldOutput out, int tag, String text) {
    out.key(tag, Wire.BLOCK);
    int start = out.begin();
    out.text(text);
    out.end(start);
  }

  static WithdrawnRange read(String store, OpenedRecord opened) {
    if (opened.typeId() != TYPE_ID) {
      throw new UnreadableRecord("it is no withdrawal of events");
    }
    Fields in = new Fields(new FieldInput(opened.bytes(), opened.valueOffset(), opened.valueLength()));
    try {
      Reason reason = reason(in.number(1));
      StreamKey actor = new StreamKey(store, in.text(2), in.text(3));
      WithdrawnRange range = new WithdrawnRange(reason, actor, in.number(4), in.number(5), stood(in));
      in.end();
      return range;
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecord("it names no events of an actor", e);
    }
  }

  private static Optional<Stood> stood(Fields in) {
    return in.isAtEnd() ? Optional.empty()
        : Optional.of(new Stood(StoreId.of(in.bytes(6)), new Position(in.number(7), in.number(8)),
            new Position(in.number(9), in.number(10))));
  }

  private static Reason reason(long code) {
    if (code != PURGED && code != FORGOTTEN) {
      throw new UnreadableRecord("the reason of a withdrawal is unknown; a newer version may have written it");
    }
    return code == PURGED ? Reason.PURGED : Reason.FORGOTTEN;
  }

  /** The fields in their order. */
  private record Fields(FieldInput in) {
    private long number(int tag) {
      require(tag, Wire.VARINT);
      return in.signed();
    }

    private String text(int tag) {
      require(tag, Wire.BLOCK);
      int outer = in.enter();
      String text = in.text();
      in.leave(outer);
      return text;
    }

    private byte[] bytes(int tag) {
      require(tag, Wire.BLOCK);
      int outer = in.enter();
      byte[] bytes = in.rest();
      in.leave(outer);
      return bytes;
    }

    private void require(int tag, int wire) {
      in.require(tag, wire, "a withdrawal");
    }

    private boolean isAtEnd() { return in.remaining() == 0; }

    private void end() {
      in.requireEnd();
    }
  }
}
