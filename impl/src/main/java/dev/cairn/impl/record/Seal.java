package dev.cairn.impl.record;

import dev.cairn.api.KeyDisabled;
import dev.cairn.impl.key.DestroyedKey;
import dev.cairn.impl.seal.StoreKeys;
import dev.cairn.impl.seal.XChaCha20Poly1305;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/**
 * Guards a record by XChaCha20-Poly1305, bound to its place. Each record gets a random nonce when it is closed, so a
 * record that is written again has a new one.
 *
 * <pre>
 * +---------------------+----------+------------------+----------+
 * | header, with key id | nonce    | body, enciphered | tag      |
 * |                     | 24 bytes |                  | 16 bytes |
 * +---------------------+----------+------------------+----------+
 * </pre>
 */
final class Seal implements RecordGuard {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final StoreKeys keys;
  private final Pool<XChaCha20Poly1305> ciphers = new Pool<>(XChaCha20Poly1305::new);

  Seal(StoreKeys keys) {
    this.keys = keys;
  }

  @Override
  public int format() {
    return RecordFrame.SEALED;
  }

  @Override
  public int keyId() {
    return keys.inUse();
  }

  @Override
  public void endHeader(FieldOutput out, int keyId) {
    out.varint(keyId);
  }

  @Override
  public byte[] close(RecordBinding binding, FieldOutput out, int headerLength, int keyId) {
    byte[] clear = out.getBuffer();
    int bodyLength = out.position() - headerLength;
    int bodyAt = headerLength + XChaCha20Poly1305.NONCE_BYTES;
    byte[] record = Arrays.copyOf(clear, bodyAt + bodyLength + XChaCha20Poly1305.TAG_BYTES);
    byte[] nonce = new byte[XChaCha20Poly1305.NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    System.arraycopy(nonce, 0, record, headerLength, nonce.length);
    XChaCha20Poly1305 cipher = ciphers.take();
    try {
      cipher.toSeal(keys.key(keyId), nonce, 0);
    } catch (DestroyedKey e) {
      throw new KeyDisabled(keyId);
    }
    binding.bind(cipher, clear, headerLength);
    cipher.seal(clear, headerLength, bodyLength, record, bodyAt);
    ciphers.putBack(cipher);
    return record;
  }

  @Override
  public FieldInput open(RecordBinding binding, byte[] record, FieldInput in) {
    int keyId = in.atMost(Integer.MAX_VALUE, "a key id");
    if (!keys.knows(keyId)) {
      throw new UnreadableRecord("it names the key " + keyId + ", which this store has never used");
    }
    int headerLength = in.position();
    int bodyAt = headerLength + XChaCha20Poly1305.NONCE_BYTES;
    if (record.length < bodyAt + XChaCha20Poly1305.TAG_BYTES) {
      throw new UnreadableRecord("it is shorter than any sealed record");
    }
    XChaCha20Poly1305 cipher = ciphers.take();
    try {
      cipher.toOpen(keys.key(keyId), record, headerLength);
      binding.bind(cipher, record, headerLength);
      byte[] body = cipher.open(record, bodyAt, record.length - bodyAt);
      ciphers.putBack(cipher);
      return new FieldInput(body, 0, body.length);
    } catch (DestroyedKey e) {
      throw new KeyDisabled(keyId);
    } catch (AEADBadTagException e) {
      throw new UnreadableRecord("its seal does not open with the key " + keyId
          + ": it was changed, moved from another place, or sealed with another key of that id", e);
    }
  }
}
