package dev.cairn.impl.chain;

import dev.cairn.impl.record.Sha256;
import dev.cairn.impl.record.StoreId;
import dev.cairn.spi.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A place in the log of a store, and the hash of everything up to there.
 *
 * <pre>
 *   first hash = SHA-256("cairn chain 1", store id)
 *   next hash  = SHA-256(hash, generation, offset, digest of the entry)     numbers: 8 bytes, big-endian
 * </pre>
 *
 * @param position of the last entry; the beginning of the log if there is none
 * @param hash 32 bytes, which nobody changes
 */
public record Link(Position position, byte[] hash) {
  /** How many bytes a hash has. */
  static final int HASH_BYTES = 32;

  private static final byte[] FIRST = "cairn chain 1".getBytes(StandardCharsets.US_ASCII);

  /** The link before the first entry of a store. */
  public static Link first(StoreId store) {
    return new Link(Position.START, Sha256.of(FIRST, store.bytes()));
  }

  /** The link after one more entry. */
  public Link next(ChainEntry entry) {
    ByteBuffer place = ByteBuffer.allocate(2 * Long.BYTES).putLong(entry.position().generation())
        .putLong(entry.position().offset());
    return new Link(entry.position(), Sha256.of(hash, place.array(), entry.digest()));
  }

  /** The hash in hexadecimal. */
  public String text() {
    return HexFormat.of().formatHex(hash);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Link same && position.equals(same.position) && Arrays.equals(hash, same.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }

  @Override
  public String toString() {
    return position + " " + text();
  }
}
