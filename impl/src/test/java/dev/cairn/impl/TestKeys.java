package dev.cairn.impl;

import dev.cairn.api.EncryptedKey;
import dev.cairn.api.KeyRing;
import java.security.SecureRandom;

/** Keys for tests. */
public final class TestKeys {
  private static final SecureRandom RANDOM = new SecureRandom();

  private TestKeys() {}

  /** Returns the 32 bytes of a new key. */
  public static byte[] random() {
    byte[] random = new byte[EncryptedKey.BYTES];
    RANDOM.nextBytes(random);
    return random;
  }

  /** Returns a ring of one new key. */
  public static KeyRing ring(int id) {
    return KeyRing.of(id, EncryptedKey.of(random()));
  }
}
