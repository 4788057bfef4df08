package dev.cairn.impl.record;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A durable timer as it was set: in the first event of the commit that set it, and in every snapshot until it has
 * ended.
 *
 * <pre>
 * name (text) | sequence of that event (varint) | due, in milliseconds since 1970 (signed varint)
 *   | type id of the command (varint) | its fields (to the end)
 * </pre>
 *
 * @param name its name, unique among the timers of the actor
 * @param sequence of the event that set it, which tells two settings of one name apart
 * @param millis when it is due
 * @param typeId the type of the command in the store's dictionary
 * @param command the fields of the command; must not be changed
 */
public record TimerSetting(String name, long sequence, long millis, int typeId, byte[] command) {

  /** Refuses a missing part. */
  public TimerSetting {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(command, "command");
  }

  /** Returns this as set by another event. */
  public TimerSetting at(long other) {
    return new TimerSetting(name, other, millis, typeId, command);
  }

  void write(FieldOutput out) {
    int start = out.begin();
    int text = out.begin();
    out.text(name);
    out.end(text);
    out.varint(sequence);
    out.signed(millis);
    out.varint(typeId);
    out.writeBytes(command);
    out.end(start);
  }

  static TimerSetting read(FieldInput in) {
    int outer = in.enter();
    int text = in.enter();
    String name = in.text();
    in.leave(text);
    long sequence = in.varint();
    if (sequence < 1) {
      throw new UnreadableRecord("a timer in its metadata was set by no event");
    }
    TimerSetting read =
        new TimerSetting(name, sequence, in.signed(), in.atMost(Integer.MAX_VALUE, "a type id"), in.rest());
    in.leave(outer);
    return read;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TimerSetting same && name.equals(same.name) && sequence == same.sequence
        && millis == same.millis && typeId == same.typeId && Arrays.equals(command, same.command);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Long.hashCode(sequence);
  }
}
