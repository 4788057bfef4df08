package dev.cairn.impl.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.EncryptedKey;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.KeyDisabled;
import dev.cairn.api.KeyRing;
import dev.cairn.impl.TestKeys;
import dev.cairn.impl.seal.StoreKeys;
import dev.cairn.spi.StreamKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SealedFrameTest {
  private static final StoreId STORE = new StoreId(0x0102030405060708L, 0x090A0B0C0D0E0F10L);
  private static final StreamKey STREAM = new StreamKey("main", "account", "42");
  private static final RecordPlace PLACE = new RecordPlace(STORE, RecordKind.EVENT, STREAM, 7);
  private static final CommitName COMMIT = new CommitName(3, 300);
  private static final String GOLDEN = "11108088adbba03401" // format, type id 16, time, key id 1
      + "404142434445464748494a4b4c4d4e4f5051525354555657" // nonce
      + "d7950775d6e31874ecf04fbf4281a30cc9a84a047f7e72dbfea3c736"; // body and tag
  private static final byte[] VALUE = HexFormat.of().parseHex("04c801");

  private final KeyRing ring = TestKeys.ring(1);
  private final RecordFrame frame = sealing(ring);

  private static RecordFrame sealing(KeyRing ring) {
    return RecordFrame.of(Optional.of(new StoreKeys(ring, ring.primary(), Set.of(2))));
  }

  private byte[] write(RecordPlace place) {
    return frame.write(place.bind(), 16, 1_795_420_800_000L, COMMIT, Metadata.of("abc", null, null, EventMetadata.NONE),
        out -> out.writeBytes(VALUE));
  }

  /** The key is 00 .. 1f, the nonce 40 .. 57. Sealed by hand, as docs/format.md shows. */
  @Test
  void the_bytes_of_a_sealed_record_open_for_ever() {
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }
    byte[] record = HexFormat.of().parseHex(GOLDEN);
    OpenedRecord opened = sealing(KeyRing.of(EncryptedKey.of(key))).open(PLACE.bind(), record);
    assertEquals(16, opened.typeId());
    assertEquals(COMMIT, opened.commit());
    assertEquals(Metadata.of("abc", null, null, EventMetadata.NONE), opened.metadata());
    assertArrayEquals(VALUE, Arrays.copyOfRange(opened.bytes(), opened.valueOffset(),
        opened.valueOffset() + opened.valueLength()));
  }

  @Test
  void a_sealed_record_costs_thirty_seven_bytes_more_than_a_plain_one() {
    RecordFrame plain = RecordFrame.of(Optional.empty());
    byte[] record =
        plain.write(PLACE.bind(), 16, 1_795_420_800_000L, COMMIT, Metadata.of("abc", null, null, EventMetadata.NONE),
            out -> out.writeBytes(VALUE));
    assertEquals(record.length + 37, write(PLACE).length);
  }

  @Test
  void a_record_that_was_moved_does_not_open() {
    byte[] record = write(PLACE);
    for (RecordPlace place : List.of(
        new RecordPlace(STORE, RecordKind.EVENT, STREAM, 8),
        new RecordPlace(STORE, RecordKind.SNAPSHOT, STREAM, 7),
        new RecordPlace(StoreId.NONE, RecordKind.EVENT, STREAM, 7),
        new RecordPlace(STORE, RecordKind.EVENT, new StreamKey("main", "account", "43"), 7),
        new RecordPlace(STORE, RecordKind.EVENT, new StreamKey("main", "accoun", "t42"), 7))) {
      assertThrows(UnreadableRecord.class, () -> frame.open(place.bind(), record), place.toString());
    }
  }

  @Test
  void every_flipped_bit_and_every_other_length_is_refused() {
    byte[] record = write(PLACE);
    for (int bit = 0; bit < record.length * 8; bit++) {
      byte[] flipped = record.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(UnreadableRecord.class, () -> frame.open(PLACE.bind(), flipped), "bit " + bit);
    }
    for (int length = 0; length < record.length + 9; length++) {
      byte[] cut = Arrays.copyOf(record, length);
      if (length != record.length) {
        assertThrows(UnreadableRecord.class, () -> frame.open(PLACE.bind(), cut), "length " + length);
      }
    }
  }

  @Test
  void another_key_of_the_same_id_opens_nothing() {
    byte[] record = write(PLACE);
    String rule = assertThrows(UnreadableRecord.class,
        () -> sealing(TestKeys.ring(1)).open(PLACE.bind(), record)).rule();
    assertTrue(rule.contains("key 1"), rule);
  }

  @Test
  void a_plain_record_is_refused_in_a_sealed_store() {
    RecordFrame plain = RecordFrame.of(Optional.empty());
    byte[] record = plain.write(PLACE.bind(), 16, 1, COMMIT, Metadata.NONE, out -> out.writeBytes(VALUE));
    String rule = assertThrows(UnreadableRecord.class, () -> frame.open(PLACE.bind(), record)).rule();
    assertTrue(rule.contains("plain"), rule);
  }

  @Test
  void a_closed_key_seals_and_opens_nothing() {
    byte[] record = write(PLACE);
    ring.close();
    assertThrows(KeyDisabled.class, () -> frame.open(PLACE.bind(), record));
    assertThrows(KeyDisabled.class, () -> write(PLACE));
  }

  /** Writing the same again, as after a failure, seals it anew. */
  @Test
  void a_hundred_thousand_records_have_as_many_nonces() {
    Set<Nonce> nonces = new HashSet<>();
    RecordBinding binding = PLACE.bind();
    for (int i = 0; i < 100_000; i++) {
      byte[] record = frame.write(binding, 16, 1, COMMIT, Metadata.NONE, out -> out.writeBytes(VALUE));
      assertTrue(nonces.add(Nonce.of(record, 4)), "record " + i);
    }
  }

  private record Nonce(long first, long second, long third) {
    static Nonce of(byte[] record, int at) {
      var longs = ByteBuffer.wrap(record, at, 24);
      return new Nonce(longs.getLong(), longs.getLong(), longs.getLong());
    }
  }
}
