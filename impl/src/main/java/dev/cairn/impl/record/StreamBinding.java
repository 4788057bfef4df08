package dev.cairn.impl.record;

import dev.cairn.impl.seal.XChaCha20Poly1305;
import dev.cairn.spi.StreamKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * What the records of one stream are bound to. It is not stored; it keeps a record that was moved from opening.
 *
 * <pre>
 * +---------------+--------+----------+---------------+-------------+----------+-----------+
 * | "cairn", 0x01 | kind   | store id | stream's type | stream's id | sequence | header of |
 * | 6 bytes       | 1 byte | 16 bytes | text          | text        | 8 bytes  | the record|
 * +---------------+--------+----------+---------------+-------------+----------+-----------+
 * </pre>
 *
 * Made once for a stream and moved from record to record; for one thread at a time.
 */
public final class StreamBinding {
  private static final byte[] MAGIC = { 'c', 'a', 'i', 'r', 'n', 1 };
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] prefix;
  private final CRC32C crc = new CRC32C();

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
  }

  /** Moves to another record and returns itself. */
  public StreamBinding at(RecordKind kind, long sequence) {
    prefix[MAGIC.length] = kind.code();
    LONG.set(prefix, prefix.length - Long.BYTES, sequence);
    return this;
  }

  int checksum(byte[] record, int headerLength, int length) {
    crc.reset();
    crc.update(prefix, 0, prefix.length);
    crc.update(record, 0, headerLength);
    crc.update(record, 0, length);
    return (int) crc.getValue();
  }

  void bind(XChaCha20Poly1305 cipher, byte[] record, int headerLength) {
    cipher.bind(prefix, 0, prefix.length);
    cipher.bind(record, 0, headerLength);
  }

  private static void text(FieldOutput out, byte[] utf8) {
    out.varint(utf8.length);
    out.writeBytes(utf8);
  }
}
