package dev.cairn.impl.personal;

import dev.cairn.api.PersonalKeys.Owner;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a key file: the key of an actor, or the mark that it was forgotten. The key can be overwritten with
 * zeros, which leaves the rest valid.
 *
 * <pre>
 * +--------------+---------+---------+----------+-------+------+----+---------+ +---------+---------+
 * | 1: key       | length  | length  | length   | store | type | id | CRC-32C | | wrapped | CRC-32C |
 * | 2: forgotten | of type | of id   | of key   |       |      |    | of it   | | key     | of it   |
 * | 1 byte       | 1 byte  | 2 bytes | 2 bytes  |       |      |    | 4 bytes | |         | 4 bytes |
 * +--------------+---------+---------+----------+-------+------+----+---------+ +---------+---------+
 *                                                 1 byte: length    before         only of a key
 * </pre>
 *
 * @param owner whose it is
 * @param wrapped the wrapped key, zeros where it was destroyed; null for a mark
 * @param isWhole whether the key is as it was written; one that is not stays so wherever the entry is written again
 * @param bytes how long the entry is
 */
record KeyEntry(Owner owner, byte @Nullable [] wrapped, boolean isWhole, int bytes) {
  private static final byte KEY = 1;
  private static final byte FORGOTTEN = 2;
  private static final int HEAD_BYTES = 7;
  /** More than any entry has. */
  static final int MOST_BYTES = 1 << 12;

  static KeyEntry key(Owner owner, byte[] wrapped) {
    return of(owner, wrapped);
  }

  static KeyEntry mark(Owner owner) {
    return of(owner, null);
  }

  private static KeyEntry of(Owner owner, byte @Nullable [] wrapped) {
    int names = utf8(owner.store()).length + utf8(owner.type()).length + utf8(owner.id()).length;
    int key = wrapped == null ? 0 : wrapped.length + Integer.BYTES;
    KeyEntry entry = new KeyEntry(owner, wrapped, true, HEAD_BYTES + names + Integer.BYTES + key);
    if (entry.bytes > MOST_BYTES) {
      throw new IllegalArgumentException("The key of " + owner.path() + " is too long for a key file.");
    }
    return entry;
  }

  boolean isMark() { return wrapped == null; }

  /** The wrapped key of an entry that is no mark. */
  byte[] key() {
    return Objects.requireNonNull(wrapped);
  }

  /** Where the wrapped key and its checksum begin in the entry. */
  int keyOffset() {
    return bytes - keyBytes();
  }

  /** How many bytes of the entry are overwritten when the key is destroyed. */
  int keyBytes() {
    return wrapped == null ? 0 : wrapped.length + Integer.BYTES;
  }

  boolean isDestroyed() { return wrapped != null && Arrays.equals(wrapped, new byte[wrapped.length]); }

  byte[] toBytes() {
    byte[] store = utf8(owner.store());
    byte[] type = utf8(owner.type());
    byte[] id = utf8(owner.id());
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.put(wrapped == null ? FORGOTTEN : KEY).put((byte) type.length).putShort((short) id.length)
        .putShort((short) (wrapped == null ? 0 : wrapped.length)).put((byte) store.length)
        .put(store).put(type).put(id);
    out.putInt(crc(out.array(), 0, out.position()));
    if (wrapped != null) {
      int crc = crc(wrapped, 0, wrapped.length);
      out.put(wrapped).putInt(isWhole ? crc : ~crc);
    }
    return out.array();
  }

  /** Reads the entry that begins there; null if none is, or it is not whole. */
  static @Nullable KeyEntry read(ByteBuffer from) {
    ByteBuffer in = from.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    try {
      int start = in.position();
      byte kind = in.get();
      int type = in.get() & 0xFF;
      int id = in.getShort() & 0xFFFF;
      int key = in.getShort() & 0xFFFF;
      int store = in.get() & 0xFF;
      if (kind != KEY && kind != FORGOTTEN || kind == FORGOTTEN && key != 0 || kind == KEY && key == 0) {
        return null;
      }
      Owner owner = new Owner(text(in, store), text(in, type), text(in, id));
      int head = in.position() - start;
      byte[] before = new byte[head];
      in.get(start, before);
      if (in.getInt() != crc(before, 0, head)) {
        return null;
      }
      if (kind == FORGOTTEN) {
        return new KeyEntry(owner, null, true, in.position() - start);
      }
      byte[] wrapped = new byte[key];
      in.get(wrapped);
      boolean whole = in.getInt() == crc(wrapped, 0, key);
      return new KeyEntry(owner, wrapped, whole, in.position() - start);
    } catch (BufferUnderflowException e) {
      return null;
    }
  }

  private static String text(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
