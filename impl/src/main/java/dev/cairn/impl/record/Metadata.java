package dev.cairn.impl.record;

import java.util.Objects;
import java.util.Optional;

/**
 * What a record carries beside its value.
 *
 * <pre>
 * 1 command id (text) | 2 correlation id | 3 causation id | 4 tags | 5 entries of the user
 * </pre>
 *
 * Only the first is written today; the others are stepped over, and a tag without a meaning is refused.
 *
 * @param commandId the id of the command that led to the record
 */
public record Metadata(Optional<String> commandId) {

  /** Nothing was given. */
  public static final Metadata NONE = new Metadata(Optional.empty());

  private static final int COMMAND_ID = 1;
  private static final int LAST_ASSIGNED = 5;

  /** Refuses a missing part. */
  public Metadata {
    Objects.requireNonNull(commandId, "commandId");
  }

  /** Returns metadata with this command id. */
  public static Metadata ofCommand(String commandId) {
    return new Metadata(Optional.of(commandId));
  }

  void write(FieldOutput out) {
    if (commandId.isPresent()) {
      out.key(COMMAND_ID, Wire.BLOCK);
      int start = out.begin();
      out.text(commandId.get());
      out.end(start);
    }
  }

  static Metadata read(FieldInput in) {
    Metadata found = NONE;
    int before = 0;
    while (in.remaining() > 0) {
      int key = in.key();
      int tag = Wire.tag(key);
      if (tag <= before || tag > LAST_ASSIGNED || Wire.wire(key) != Wire.BLOCK) {
        throw new UnreadableRecord("its metadata has a field without a meaning or out of order");
      }
      before = tag;
      int outer = in.enter();
      if (tag == COMMAND_ID) {
        found = ofCommand(in.text());
      } else {
        in.skip(in.remaining());
      }
      in.leave(outer);
    }
    return found;
  }
}
