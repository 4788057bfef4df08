package dev.cairn.api;

import dev.cairn.api.bind.KeyAccess;
import dev.cairn.api.bind.KeyBox;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A key of 32 bytes. The bytes are kept encrypted in memory, and nothing returns them: no method, no text, no
 * serialization. Any thread may call.
 *
 * <p>It is not equal to another key with the same bytes.
 */
public final class EncryptedKey implements AutoCloseable {

  /** How many bytes a key has. */
  public static final int BYTES = 32;

  static {
    KeyAccess.grant(key -> key.box);
  }

  private final KeyBox box;

  private EncryptedKey(KeyBox box) {
    this.box = box;
  }

  /**
   * Makes a key of a copy of these bytes. Wipe the array when this returns.
   *
   * @param key 32 random bytes; a password is not a key, see {@link KeySource#password}
   * @throws InvalidKey if the array has another length, or all its bytes are zero
   */
  public static EncryptedKey of(byte[] key) {
    if (key.length != BYTES) {
      throw new InvalidKey("A key has " + BYTES + " bytes; this one has " + key.length + ".", null);
    }
    int any = 0;
    for (byte each : key) {
      any |= each;
    }
    if (any == 0) {
      throw new InvalidKey("All bytes of the key are zero. A key has " + BYTES + " random bytes.", null);
    }
    return new EncryptedKey(Runtimes.first().keep(key));
  }

  /**
   * Makes a key of the bytes of a source, and wipes the array that the source returned.
   *
   * @throws InvalidKey if the source cannot read the key, or the bytes are not a key
   */
  public static EncryptedKey from(KeySource source) {
    byte @Nullable [] key = source.read();
    if (key == null) {
      throw new InvalidKey("The source of the key returned null.", null);
    }
    try {
      return of(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * Wipes the key; waits for the threads that are using it. Records that it has sealed can be read only with another
   * copy of the key.
   */
  @Override
  public void close() {
    box.destroy();
  }

  /** Whether the key is wiped. */
  public boolean closed() {
    return box.destroyed();
  }

  /** Returns a text without anything of the key. */
  @Override
  public String toString() {
    return closed() ? "EncryptedKey (closed)" : "EncryptedKey";
  }
}
