package dev.cairn.impl.seal;

import dev.cairn.impl.key.AsconKey;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * XChaCha20-Poly1305: the JDK's ChaCha20-Poly1305 under a subkey of {@link HChaCha20}. Opening verifies and deciphers
 * in one call, so no unverified byte is ever seen. For one thread at a time.
 *
 * <pre>
 * nonce:  +----------------------+---------+      inner nonce:  +------------+---------+
 *         | makes the subkey, 16 | rest, 8 |                    | 4 zeros    | rest, 8 |
 *         +----------------------+---------+                    +------------+---------+
 * </pre>
 *
 * The JDK's cipher keeps copies of its key, so it only gets the subkey.
 */
public final class XChaCha20Poly1305 {

  /** How many bytes a nonce has. */
  public static final int NONCE_BYTES = 24;

  /** How many bytes a tag has, which stands behind the ciphertext. */
  public static final int TAG_BYTES = 16;

  private static final String INNER = "ChaCha20-Poly1305";
  private static final int KEY_BYTES = 32;
  private static final int OUTER_NONCE_BYTES = 16;
  private static final int INNER_NONCE_BYTES = 12;

  private final HChaCha20 subkeys = new HChaCha20();
  private final byte[] subkey = new byte[KEY_BYTES];
  private final byte[] inner = new byte[INNER_NONCE_BYTES];
  private final Cipher cipher;

  /** Makes a cipher without a key. */
  public XChaCha20Poly1305() {
    try {
      this.cipher = Cipher.getInstance(INNER);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JVM has no " + INNER + ".", e);
    }
  }

  /** Begins to seal. The nonce must never be used again with this key. */
  public void toSeal(AsconKey key, byte[] nonce, int nonceAt) {
    begin(Cipher.ENCRYPT_MODE, key, nonce, nonceAt);
  }

  /** Begins to open. */
  public void toOpen(AsconKey key, byte[] nonce, int nonceAt) {
    begin(Cipher.DECRYPT_MODE, key, nonce, nonceAt);
  }

  /** Adds to the associated data. */
  public void bind(byte[] bytes, int offset, int length) {
    cipher.updateAAD(bytes, offset, length);
  }

  /** Enciphers these bytes and appends the tag. */
  public void seal(byte[] plain, int offset, int length, byte[] sealed, int sealedAt) {
    try {
      cipher.doFinal(plain, offset, length, sealed, sealedAt);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The cipher of the JDK failed.", e);
    }
  }

  /**
   * Verifies and deciphers these bytes.
   *
   * @throws AEADBadTagException if the bytes, the nonce, the key or the associated data are not those that were sealed
   */
  public byte[] open(byte[] sealed, int offset, int length) throws AEADBadTagException {
    try {
      return cipher.doFinal(sealed, offset, length);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The cipher of the JDK failed.", e);
    }
  }

  private void begin(int mode, AsconKey key, byte[] nonce, int nonceAt) {
    key.use(words -> subkeys.derive(words, nonce, nonceAt, subkey));
    System.arraycopy(nonce, nonceAt + OUTER_NONCE_BYTES, inner, 4, NONCE_BYTES - OUTER_NONCE_BYTES);
    try {
      cipher.init(mode, new SecretKeySpec(subkey, INNER), new IvParameterSpec(inner));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The cipher of the JDK failed.", e);
    } finally {
      Arrays.fill(subkey, (byte) 0);
    }
  }
}
