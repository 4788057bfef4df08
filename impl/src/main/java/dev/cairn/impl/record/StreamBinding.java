package dev.cairn.impl.record;

import dev.cairn.api.PersonalKeys.Owner;
import dev.cairn.spi.StreamKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The associated data of one stream's records. It is not stored; a record that was moved does not open with it.
 *
 * <pre>
 * +---------------+--------+----------+---------------+-------------+----------+-----------+
 * | "cairn", 0x01 | kind   | store id | stream's type | stream's id | sequence | header of |
 * | 6 bytes       | 1 byte | 16 bytes | text          | text        | 8 bytes  | the record|
 * +---------------+--------+----------+---------------+-------------+----------+-----------+
 * </pre>
 *
 * Immutable.
 */
public final class StreamBinding {
  private static final byte[] MAGIC = { 'c', 'a', 'i', 'r', 'n', 1 };
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] prefix;
  private final Owner owner;

  /** Binds the records of a stream in the store with this id. */
  public StreamBinding(StoreId store, StreamKey stream) {
    FieldOutput out = new FieldOutput(4096);
    out.writeBytes(MAGIC);
    out.writeByte(RecordKind.EVENT.code());
    out.writeBytes(store.bytes());
    text(out, stream.type().getBytes(StandardCharsets.UTF_8));
    text(out, stream.idBytes());
    out.writeLong(0);
    this.prefix = out.toBytes();
    this.owner = new Owner(stream.store(), stream.type(), stream.id());
  }

  /** Returns the binding of one record of the stream. */
  public RecordBinding at(RecordKind kind, long sequence) {
    byte[] bytes = prefix.clone();
    bytes[MAGIC.length] = kind.code();
    LONG.set(bytes, bytes.length - Long.BYTES, sequence);
    return new RecordBinding(kind, owner, sequence, bytes);
  }

  /** Whose records they are. */
  public Owner owner() {
    return owner;
  }

  private static void text(FieldOutput out, byte[] utf8) {
    out.varint(utf8.length);
    out.writeBytes(utf8);
  }
}
