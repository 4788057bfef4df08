package dev.cairn.impl.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.EventMetadata;
import dev.cairn.spi.StreamKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class RecordFrameTest {
  private static final StoreId STORE = new StoreId(0x0102030405060708L, 0x090A0B0C0D0E0F10L);
  private static final StreamKey STREAM = new StreamKey("main", "account", "42");
  private static final RecordPlace PLACE = new RecordPlace(STORE, RecordKind.EVENT, STREAM, 7);
  private static final long TIME = Instant.parse("2026-11-23T08:00:00Z").toEpochMilli();
  private static final CommitName COMMIT = new CommitName(3, 300);
  private static final byte[] VALUE = HexFormat.of().parseHex("04c801");

  private final RecordFrame frame = RecordFrame.of(Optional.empty());

  @Test
  void the_bytes_of_a_record_are_these_for_ever() {
    String body = "03" // generation
        + "ac02" // number
        + "05" + "06" + "03" + "616263" // metadata: length, key 1*4+2, "abc"
        + "04c801"; // the value: key 1*4+0, 100 zigzag
    String header = "10" + "10" + HexFormat.of().formatHex(varint(TIME)); // format, type id 16, time
    String bound = "636169726e01" + "01" + "0102030405060708090a0b0c0d0e0f10" // "cairn" 1, event, store id
        + "07" + "6163636f756e74" + "02" + "3432" + "0700000000000000"; // "account", "42", sequence 7
    byte[] record = write(PLACE, Metadata.of("abc", null, null, EventMetadata.NONE));
    assertEquals(header + body + crc(bound + header + header + body), HexFormat.of().formatHex(record));
    assertEquals("1010" + "8088adbba034" + "03ac02" + "050603616263" + "04c801", hex(record, record.length - 4));
    assertEquals("255e20ee", hex(record, record.length).substring((record.length - 4) * 2));
  }

  @Test
  void what_was_framed_opens() {
    OpenedRecord opened = frame.open(PLACE.bind(), write(PLACE, Metadata.of("abc", null, null, EventMetadata.NONE)));
    assertEquals(16, opened.typeId());
    assertEquals(Instant.ofEpochMilli(TIME), opened.time());
    assertEquals(COMMIT, opened.commit());
    assertEquals(Metadata.of("abc", null, null, EventMetadata.NONE), opened.metadata());
    assertArrayEquals(VALUE, Arrays.copyOfRange(opened.bytes(), opened.valueOffset(),
        opened.valueOffset() + opened.valueLength()));
  }

  @Test
  void an_event_costs_sixteen_bytes_around_its_value() {
    assertEquals(16, write(PLACE, Metadata.NONE).length - VALUE.length);
  }

  @Test
  void a_record_that_was_moved_does_not_open() {
    byte[] record = write(PLACE, Metadata.NONE);
    List<RecordPlace> elsewhere = List.of(
        new RecordPlace(STORE, RecordKind.EVENT, STREAM, 8),
        new RecordPlace(STORE, RecordKind.SNAPSHOT, STREAM, 7),
        new RecordPlace(StoreId.NONE, RecordKind.EVENT, STREAM, 7),
        new RecordPlace(STORE, RecordKind.EVENT, new StreamKey("main", "account", "43"), 7),
        new RecordPlace(STORE, RecordKind.EVENT, new StreamKey("main", "accoun", "t42"), 7));
    for (RecordPlace place : elsewhere) {
      assertThrows(UnreadableRecord.class, () -> frame.open(place.bind(), record), place.toString());
    }
  }

  @Test
  void every_flipped_bit_is_refused() {
    byte[] record = write(PLACE, Metadata.of("abc", null, null, EventMetadata.NONE));
    for (int bit = 0; bit < record.length * 8; bit++) {
      byte[] flipped = record.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(UnreadableRecord.class, () -> frame.open(PLACE.bind(), flipped), "bit " + bit);
    }
  }

  @Test
  void every_shorter_or_longer_record_is_refused() {
    byte[] record = write(PLACE, Metadata.of("abc", null, null, EventMetadata.NONE));
    for (int length = 0; length < record.length + 9; length++) {
      byte[] cut = Arrays.copyOf(record, length);
      if (length != record.length) {
        assertThrows(UnreadableRecord.class, () -> frame.open(PLACE.bind(), cut), "length " + length);
      }
    }
  }

  @Test
  void a_sealed_record_is_refused_as_sealed() {
    byte[] record = write(PLACE, Metadata.NONE);
    record[0] = 0x11;
    UnreadableRecord refused = assertThrows(UnreadableRecord.class, () -> frame.open(PLACE.bind(), record));
    assertTrue(refused.rule().contains("sealed"), refused.rule());
  }

  @Test
  void an_unknown_format_is_refused_as_unknown() {
    byte[] record = write(PLACE, Metadata.NONE);
    for (int format : new int[] { 0x00, 0x12, 0x18, 0x20, 0xF0 }) {
      record[0] = (byte) format;
      UnreadableRecord refused = assertThrows(UnreadableRecord.class, () -> frame.open(PLACE.bind(), record));
      assertTrue(refused.rule().contains("unknown"), refused.rule());
    }
  }

  @Test
  void metadata_stands_in_the_order_of_its_tags() {
    Metadata metadata = new Metadata(Optional.of("abc"), Optional.of("x"), Optional.of("y"), List.of("t", "u"),
        Map.of("k", "v"), Map.of("id", 5L), List.of(new TimerSetting("n", 300, 100, 16, new byte[] { 5 })),
        List.of("z"));
    FieldOutput out = new FieldOutput(1000);
    metadata.write(out);
    String hex =
        "0603616263" + "0a0178" + "0e0179" + "1205" + "0201740175" + "1605" + "01016b0176" + "1a05" + "010269640a"
            + "1e0a" + "0108016eac02c8011005" + "2203" + "01017a";
    assertEquals(hex, hex(out.toBytes(), out.position()));
    assertEquals(metadata, Metadata.read(input(hex)));
  }

  @Test
  void metadata_without_a_meaning_is_refused() {
    for (String fields : List.of("2600", "0400", "0a00" + "0600", "0600" + "0600", "06056162", "0601ff", "120101",
        "1a020500")) {
      assertThrows(UnreadableRecord.class, () -> Metadata.read(input(fields)), fields);
    }
  }

  @Test
  void a_record_above_the_limit_is_refused() {
    int most = RecordKind.EVENT.maxBytes();
    RecordFrame.ValueWriter large = out -> out.writeBytes(new byte[most]);
    UnstorableValue refused = assertThrows(UnstorableValue.class,
        () -> frame.write(PLACE.bind(), 16, TIME, COMMIT, Metadata.NONE, large));
    assertTrue(refused.rule().contains(most + " bytes"), refused.rule());
    RecordFrame.ValueWriter fits = out -> out.writeBytes(new byte[most - 16]);
    assertEquals(most, frame.write(PLACE.bind(), 16, TIME, COMMIT, Metadata.NONE, fits).length);
  }

  @Test
  void a_command_id_with_half_a_surrogate_pair_is_refused() {
    assertThrows(UnstorableValue.class, () -> write(PLACE, Metadata.of("a\uD800", null, null, EventMetadata.NONE)));
  }

  private byte[] write(RecordPlace place, Metadata metadata) {
    return frame.write(place.bind(), 16, TIME, COMMIT, metadata, out -> out.writeBytes(VALUE));
  }

  private static FieldInput input(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return new FieldInput(bytes, 0, bytes.length);
  }

  private static String hex(byte[] record, int length) {
    return HexFormat.of().formatHex(record, 0, length);
  }

  private static byte[] varint(long value) {
    FieldOutput out = new FieldOutput(9);
    out.varint(value);
    return out.toBytes();
  }

  private static String crc(String hex) {
    CRC32C crc = new CRC32C();
    crc.update(HexFormat.of().parseHex(hex));
    return HexFormat.of().toHexDigits(Integer.reverseBytes((int) crc.getValue()));
  }
}
