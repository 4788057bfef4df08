package dev.cairn.impl.journal;

import dev.cairn.api.EventMetadata;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.record.CommitName;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.Metadata;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordBinding;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StoreId;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.Wire;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import java.util.List;
import java.util.Optional;

/**
 * How far a reader of the log has come.
 *
 * <pre>
 * type id 5: 1 generation (long), 2 offset (long), 3 whether the states as of there are still to come (boolean)
 * </pre>
 *
 * Where the reader is stuck, its metadata has the entry {@code trouble}.
 *
 * @param position the last event it has taken, or before which it takes states
 * @param states whether it has still to take the states as of that position
 */
public record Checkpoint(Position position, boolean states) {

  /** The built-in type of its record. */
  private static final int TYPE_ID = 5;
  private static final String WHAT = "a reader's checkpoint";
  private static final int MOST_OF_TROUBLE = 500;
  private static final String TROUBLE = "trouble";

  /** Up to where events may be deleted: while it takes states, none of what they stand for. */
  public Position releases() {
    return states ? Position.START : position;
  }

  /**
   * Makes the commit that stores this checkpoint, and keeps no other, in the stream of a reader.
   *
   * @param store the identity of the store
   * @param frame makes the record
   * @param before the head of that stream as it is
   * @param epoch the generation that stores it
   * @param time when the reader came here, in milliseconds since 1970
   * @param trouble why the reader does not go on, if it is stuck
   */
  public Commit commit(StoreId store, RecordFrame frame, StreamHead before, long epoch, long time, CommitName name,
      Optional<String> trouble) {
    long sequence = before.last() + 1;
    RecordBinding binding = new StreamBinding(store, before.stream()).at(RecordKind.SNAPSHOT, sequence);
    byte[] record = frame.write(binding, TYPE_ID, time, name, metadata(trouble), this::write);
    return new Commit(before.stream(), epoch, before.last(), List.of(record),
        Optional.of(new Snapshot(sequence, record)), new Retention.Keep(1, sequence, Position.END));
  }

  private static Metadata metadata(Optional<String> trouble) {
    return trouble.map(text -> Metadata.of(null, null, null, EventMetadata.NONE.with(TROUBLE, text)))
        .orElse(Metadata.NONE);
  }

  /** The text of a trouble, as a checkpoint keeps it. */
  public static String textOf(Throwable trouble) {
    String text = FailureText.of(trouble);
    return text.length() <= MOST_OF_TROUBLE ? text : text.substring(0, MOST_OF_TROUBLE) + "...";
  }

  /** Why the reader of a checkpoint did not go on, if it was stuck. */
  static Optional<String> trouble(OpenedRecord opened) {
    return Optional.ofNullable(opened.metadata().entries().get(TROUBLE));
  }

  private void write(FieldOutput out) {
    out.key(1, Wire.VARINT);
    out.signed(position.generation());
    out.key(2, Wire.VARINT);
    out.signed(position.offset());
    out.key(3, Wire.VARINT);
    out.varint(states ? 1 : 0);
  }

  static Checkpoint read(OpenedRecord opened) {
    FieldInput in = new FieldInput(opened.bytes(), opened.valueOffset(), opened.valueLength());
    if (opened.typeId() != TYPE_ID) {
      throw new UnreadableRecord("it is no checkpoint of a reader");
    }
    try {
      Position position = new Position(field(in, 1), field(in, 2));
      in.require(3, Wire.VARINT, WHAT);
      boolean states = in.atMost(1, "a boolean") == 1;
      in.requireEnd();
      return new Checkpoint(position, states);
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecord("it names no position", e);
    }
  }

  private static long field(FieldInput in, int tag) {
    in.require(tag, Wire.VARINT, WHAT);
    return in.signed();
  }
}
