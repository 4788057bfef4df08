package dev.cairn.impl.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldsTest {

  @Test
  void a_varint_has_seven_bits_a_byte_and_the_ninth_has_eight() {
    assertEquals("00", varint(0));
    assertEquals("7f", varint(127));
    assertEquals("8001", varint(128));
    assertEquals("ffffffffffffffff7f", varint(Long.MAX_VALUE));
    assertEquals("ffffffffffffffffff", varint(-1));
  }

  @Test
  void a_signed_varint_is_zigzag() {
    assertEquals("00", signed(0));
    assertEquals("01", signed(-1));
    assertEquals("02", signed(1));
    assertEquals("03", signed(-2));
    assertEquals("ffffffffffffffffff", signed(Long.MIN_VALUE));
  }

  @Test
  void a_block_of_any_length_stands_behind_its_length() {
    for (int length : List.of(0, 1, 127, 128, 255, 256, 16383, 16384, 100_000)) {
      FieldOutput out = new FieldOutput(1 << 20);
      out.writeByte(9);
      int start = out.begin();
      out.writeBytes(new byte[length]);
      out.end(start);
      out.writeByte(8);
      FieldInput in = new FieldInput(out.toBytes(), 0, out.position());
      assertEquals(9, in.readByte());
      int outer = in.enter();
      assertEquals(length, in.rest().length);
      in.leave(outer);
      assertEquals(8, in.readByte());
    }
  }

  @Test
  void a_text_is_the_utf8_that_java_writes() {
    for (String text : List.of("", "a", "äöü", "a\u0000b", "€uro", "\uD83D\uDE00 x", "\uFFFF", "x".repeat(300) + "ß")) {
      FieldOutput out = new FieldOutput(1 << 20);
      out.text(text);
      byte[] bytes = out.toBytes();
      assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), bytes);
      assertEquals(text, new FieldInput(bytes, 0, bytes.length).text());
    }
  }

  @Test
  void a_text_that_is_no_utf8_is_refused() {
    for (String hex : List.of("ff", "c0af", "eda080", "f4908080", "e282", "61c3")) {
      byte[] bytes = HexFormat.of().parseHex(hex);
      assertThrows(UnreadableRecord.class, () -> new FieldInput(bytes, 0, bytes.length).text(), hex);
    }
  }

  @Test
  void half_of_a_surrogate_pair_is_refused_wherever_it_stands() {
    for (String text : List.of("\uD800", "\uDC00", "a\uD800b", "\uD83D\uD83D\uDE00", "\uDE00\uD83D", "ä\uDBFF")) {
      assertThrows(UnstorableValue.class, () -> new FieldOutput(100).text(text));
    }
  }

  @Test
  void a_declared_size_beyond_the_input_is_refused_before_it_is_believed() {
    byte[] bytes = HexFormat.of().parseHex("ffffffff07" + "00");
    assertThrows(UnreadableRecord.class, () -> input(bytes).enter());
    assertThrows(UnreadableRecord.class, () -> input(bytes).count(1));
    assertThrows(UnreadableRecord.class, () -> input(bytes).readBytes(Integer.MAX_VALUE));
    assertThrows(UnreadableRecord.class, () -> input(bytes).readLongs(Integer.MAX_VALUE));
    assertThrows(UnreadableRecord.class, () -> input(bytes).readInts(Integer.MAX_VALUE, true));
    assertThrows(UnreadableRecord.class, () -> input(bytes).readString());
  }

  private static FieldInput input(byte[] bytes) {
    return new FieldInput(bytes, 0, bytes.length);
  }

  private static String varint(long value) {
    FieldOutput out = new FieldOutput(9);
    out.varint(value);
    assertEquals(value, input(out.toBytes()).varint());
    return HexFormat.of().formatHex(out.toBytes());
  }

  private static String signed(long value) {
    FieldOutput out = new FieldOutput(9);
    out.signed(value);
    assertEquals(value, input(out.toBytes()).signed());
    return HexFormat.of().formatHex(out.toBytes());
  }
}
