package dev.cairn.spi.embedded;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** Stream keys as bytes: their order, and the way back from stored bytes to a key. */
public final class KeyBytes {

  /** By store, type and id, each by its unsigned bytes in UTF-8: the order of {@link dev.cairn.spi.Backend#streams}. */
  public static final Comparator<StreamKey> ORDER = Comparator.comparing(StreamKey::store)
      .thenComparing(StreamKey::type).thenComparing(StreamKey::idBytes, Arrays::compareUnsigned);

  private KeyBytes() {}

  /**
   * Returns the key of a stream as it was stored. Bytes that are not UTF-8 are never taken for other ones.
   *
   * @throws BackendException.Corrupt if no stream has this key
   */
  public static StreamKey read(String store, String type, byte[] id) {
    try {
      StreamKey key = new StreamKey(store, type, new String(id, StandardCharsets.UTF_8));
      if (Arrays.equals(key.idBytes(), id)) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      throw new BackendException.Corrupt("The stored name of a stream in store " + store + " cannot be true.", e);
    }
    throw new BackendException.Corrupt("The stored name of a stream in store " + store + " is not UTF-8.");
  }
}
