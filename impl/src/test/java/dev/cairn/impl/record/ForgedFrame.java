package dev.cairn.impl.record;

import dev.cairn.api.EventMetadata;
import dev.cairn.spi.StreamKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** Records whose checksum is right whatever else is in them, as somebody who knows the format can make them. */
public final class ForgedFrame {
  private static final RecordPlace PLACE =
      new RecordPlace(new StoreId(1, 2), RecordKind.EVENT, new StreamKey("main", "account", "42"), 7);

  private static final RecordFrame FRAME = RecordFrame.of(Optional.empty());

  private ForgedFrame() {}

  /** A good record, without its checksum. */
  public static byte[] good() {
    byte[] record = FRAME.write(PLACE.bind(), 16, 1_795_420_800_000L, new CommitName(3, 300),
        Metadata.of("abc", null, null, EventMetadata.NONE), out -> out.varint(7));
    return Arrays.copyOf(record, record.length - 4);
  }

  /** Opens a record that begins with these bytes and ends with their checksum. */
  public static void open(byte[] bytes) {
    FieldInput header = new FieldInput(bytes, Math.min(1, bytes.length), Math.max(0, bytes.length - 1));
    int headerLength = 0;
    try {
      header.varint();
      header.varint();
      headerLength = header.position();
    } catch (RuntimeException e) {
      headerLength = bytes.length;
    }
    ByteBuffer record = ByteBuffer.allocate(bytes.length + 4).order(ByteOrder.LITTLE_ENDIAN).put(bytes);
    record.putInt(PLACE.bind().checksum(bytes, headerLength, bytes.length));
    FRAME.open(PLACE.bind(), record.array());
  }
}
