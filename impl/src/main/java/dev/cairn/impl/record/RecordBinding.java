package dev.cairn.impl.record;

import dev.cairn.api.PersonalKeys.Owner;
import dev.cairn.impl.seal.XChaCha20Poly1305;
import java.util.zip.CRC32C;

/** The associated data of one record: its stream, its kind and its sequence. Immutable. */
public final class RecordBinding {
  private final RecordKind kind;
  private final Owner owner;
  private final long sequence;
  private final byte[] bytes;

  RecordBinding(RecordKind kind, Owner owner, long sequence, byte[] bytes) {
    this.kind = kind;
    this.owner = owner;
    this.sequence = sequence;
    this.bytes = bytes;
  }

  RecordKind kind() {
    return kind;
  }

  Owner owner() {
    return owner;
  }

  /** Whether it is that of the first event of its stream. */
  boolean isFirst() {
    return kind == RecordKind.EVENT && sequence == 1;
  }

  int checksum(byte[] record, int headerLength, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    crc.update(record, 0, headerLength);
    crc.update(record, 0, length);
    return (int) crc.getValue();
  }

  void bind(XChaCha20Poly1305 cipher, byte[] record, int headerLength) {
    cipher.bind(bytes, 0, bytes.length);
    cipher.bind(record, 0, headerLength);
  }
}
