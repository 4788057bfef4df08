package dev.cairn.api;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event or a snapshot that somebody else has made bytes of, with the name of its type. The store keeps both as they
 * are, and knows nothing of the content.
 *
 * @param type the name under which readers and tools show it: 1 to 255 bytes of well-formed UTF-8 without control
 *     characters. The type dictionary of the store has every name for ever, so a stream type has a few names, at most
 *     4,096, and not one for each event
 * @param bytes the content; belongs to the store from now on and must not change
 */
public record TypedBytes(String type, byte[] bytes) {

  /** Refuses null. */
  public TypedBytes {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(bytes, "bytes");
  }

  /** Whether the other one has the same type and content. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TypedBytes same && type.equals(same.type) && Arrays.equals(bytes, same.bytes);
  }

  /** The same for equal ones. */
  @Override
  public int hashCode() {
    return 31 * type.hashCode() + Arrays.hashCode(bytes);
  }

  /** Returns the type and the size; never the content. */
  @Override
  public String toString() {
    return type + " of " + bytes.length + " bytes";
  }
}
