package dev.cairn.impl.place;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.cairn.impl.record.FieldInput;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.StreamKey;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way to an actor in another process.
 *
 * <pre>
 *   [version: 1 byte, 1] [kind: 1 byte] [milliseconds left: 4 bytes]
 *   [store] [type] [id] [command id] [correlation id] [causation id] [trace context]
 *                                                each: length, UTF-8; of length 0 where there is none
 *   [type id: varint] [fields of the command]    to the end; of an ask or a tell
 * </pre>
 *
 * @param millis how long the asker still waits
 * @param trace what the tracer of the sender has returned, if it was a text
 * @param typeId of the command; its fields begin at {@code offset} of {@code bytes}
 */
public record CommandLetter(Kind kind, int millis, StreamKey to, @Nullable String commandId,
    @Nullable String correlationId,
    @Nullable String causationId, @Nullable String trace, int typeId, byte[] bytes, int offset) {
  static final int VERSION = 1;
  private static final int LARGEST = 64 << 20;
  private static final int MILLIS_AT = 2;

  /** What is wanted. */
  public enum Kind {
    /** An answer. */
    ASK,
    /** That the command is delivered. */
    TELL,
    /** That the actor is recovered and stays in memory. */
    SPAWN,
    /** That the slice is somewhere. */
    PING,
    /** That the actor is recovered, and its durable timers fire. */
    WAKE
  }

  /** What all letters of one command have beside its fields. */
  record Head(Kind kind, StreamKey to, @Nullable String commandId, @Nullable String correlationId,
      @Nullable String causationId, @Nullable String trace) {}

  /** Makes the bytes of a letter; its time is set by {@link #setTimeLeft}. */
  static byte[] write(Head head, Consumer<FieldOutput> command) {
    FieldOutput out = new FieldOutput(LARGEST);
    out.writeByte(VERSION);
    out.writeByte(head.kind().ordinal());
    out.writeInt(0);
    text(out, head.to().store());
    text(out, head.to().type());
    text(out, head.to().id());
    text(out, head.commandId());
    text(out, head.correlationId());
    text(out, head.causationId());
    text(out, head.trace());
    command.accept(out);
    return out.toBytes();
  }

  /** Says how long the asker still waits: a letter may be sent again. */
  static void setTimeLeft(byte[] letter, long millis) {
    int bounded = Math.clamp(millis, 1, Integer.MAX_VALUE);
    for (int i = 0; i < Integer.BYTES; i++) {
      letter[MILLIS_AT + i] = (byte) (bounded >>> 8 * i);
    }
  }

  /**
   * Reads a letter.
   *
   * @throws OtherVersion if it is of another version than this program writes
   * @throws UnreadableRecord if it is none
   */
  static CommandLetter read(byte[] bytes) {
    try {
      FieldInput in = new FieldInput(bytes, 0, bytes.length);
      OtherVersion.require(in.readByte());
      Kind kind = kind(in.readByte());
      int millis = in.readInt();
      StreamKey to = new StreamKey(name(in), name(in), name(in));
      String commandId = text(in);
      String correlationId = text(in);
      String causationId = text(in);
      String trace = text(in);
      boolean holdsCommand = kind == Kind.ASK || kind == Kind.TELL;
      int typeId = holdsCommand ? in.atMost(Integer.MAX_VALUE, "a type id") : 0;
      return new CommandLetter(kind, millis, to, commandId, correlationId, causationId, trace, typeId, bytes,
          in.position());
    } catch (KryoException | IllegalArgumentException e) {
      throw new UnreadableRecord("it is no letter", e);
    }
  }

  int length() {
    return bytes.length - offset;
  }

  private static Kind kind(byte number) {
    if (number < 0 || number >= Kind.values().length) {
      throw new UnreadableRecord("it wants something unknown");
    }
    return Kind.values()[number];
  }

  static void text(FieldOutput out, @Nullable String text) {
    if (text == null) {
      out.varint(0);
      return;
    }
    int start = out.begin();
    out.text(text);
    out.end(start);
  }

  private static String name(FieldInput in) {
    String name = text(in);
    if (name == null) {
      throw new UnreadableRecord("it names no actor");
    }
    return name;
  }

  static @Nullable String text(FieldInput in) {
    int outer = in.enter();
    String text = in.text();
    in.leave(outer);
    return text.isEmpty() ? null : text;
  }
}
