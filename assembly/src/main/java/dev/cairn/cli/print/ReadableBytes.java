package dev.cairn.cli.print;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes as a person reads them: as text where they are text, else as hexadecimal digits after {@code 0x}. */
public final class ReadableBytes {
  private ReadableBytes() {}

  /** Returns the text. */
  public static String of(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f)) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // no text
    }
    return "0x" + HexFormat.of().formatHex(bytes);
  }
}
