package dev.cairn.pekko.journal;

import java.nio.charset.StandardCharsets;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Writes a {@link CairnOffset} as its text. Pekko makes it, as {@code reference.conf} says. */
public final class CairnOffsetSerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 47_110_821;
  private static final String MANIFEST = "1";

  /** Makes a serializer. */
  public CairnOffsetSerializer() {}

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object offset) {
    return MANIFEST;
  }

  @Override
  public byte[] toBinary(Object offset) {
    return offset.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    if (!manifest.equals(MANIFEST)) {
      throw new IllegalArgumentException(
          "The offset is of version " + manifest + ", and this version of the plugin knows " + MANIFEST + ".");
    }
    return CairnOffset.parse(new String(bytes, StandardCharsets.UTF_8));
  }
}
