package dev.cairn.impl.chain;

import dev.cairn.impl.record.Sha256;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the log as the chain knows it.
 *
 * <pre>
 *   name of a stream = SHA-256(length of the type, type, id)                lengths: 4 bytes, big-endian
 *   digest           = SHA-256(name of the stream, sequence, record)        sequence: 8 bytes, big-endian
 * </pre>
 *
 * @param position where it stands
 * @param stream the first eight bytes of the name of its stream
 * @param sequence its sequence there
 * @param digest 32 bytes, which nobody changes
 */
public record ChainEntry(Position position, long stream, long sequence, byte[] digest) {

  static ChainEntry of(StoredEvent event) {
    byte[] name = name(event.stream());
    return new ChainEntry(event.position(), number(name), event.sequence(),
        Sha256.of(name, ByteBuffer.allocate(Long.BYTES).putLong(event.sequence()).array(), event.record()));
  }

  /** What stands for a stream. */
  static long number(StreamKey stream) {
    return number(name(stream));
  }

  private static long number(byte[] name) {
    return ByteBuffer.wrap(name).getLong();
  }

  private static byte[] name(StreamKey stream) {
    byte[] type = stream.type().getBytes(StandardCharsets.UTF_8);
    return Sha256.of(ByteBuffer.allocate(Integer.BYTES).putInt(type.length).array(), type, stream.idBytes());
  }

  /** Whether both name the same event of the same stream, whatever its content is. */
  boolean isOfSameEvent(ChainEntry other) {
    return stream == other.stream && sequence == other.sequence;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChainEntry same && position.equals(same.position) && isOfSameEvent(same)
        && Arrays.equals(digest, same.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  @Override
  public String toString() {
    return "event " + sequence + " at " + position;
  }
}
