package dev.cairn.cli.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Bytes as a person reads them. */
class ReadableBytesTest {
  @Test
  void text_is_shown_as_text_and_everything_else_in_hexadecimal_digits() {
    assertEquals("{\"to\":\"Zoë\"}\n", ReadableBytes.of("{\"to\":\"Zoë\"}\n".getBytes(StandardCharsets.UTF_8)));
    assertEquals("", ReadableBytes.of(new byte[0]));
    assertEquals("0x00ff", ReadableBytes.of(new byte[] { 0, -1 }));
    assertEquals("0xc328", ReadableBytes.of(new byte[] { (byte) 0xc3, 0x28 }), "no UTF-8");
    assertEquals("0x411b", ReadableBytes.of(new byte[] { 'A', 0x1b }), "a control character");
  }
}
