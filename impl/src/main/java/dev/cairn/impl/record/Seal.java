package dev.cairn.impl.record;

import dev.cairn.api.KeyDisabled;
import dev.cairn.impl.key.AsconKey;
import dev.cairn.impl.key.DestroyedKey;
import dev.cairn.impl.seal.StoreKeys;
import dev.cairn.impl.seal.XChaCha20Poly1305;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;

/**
 * Guards a record by XChaCha20-Poly1305, bound to its place. Each record gets a random nonce when it is closed, so a
 * record that is written again has a new one. The key is one of the ring, which the header names, or that of the actor.
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
  public int format(RecordBinding binding) {
    return keys.actors().isPersonal(binding.owner().type()) ? RecordFrame.PERSONAL : RecordFrame.SEALED;
  }

  @Override
  public boolean takes(int format) {
    return format != RecordFrame.PLAIN;
  }

  @Override
  public int keyId(int format) {
    return format == RecordFrame.SEALED ? keys.inUse() : 0;
  }

  @Override
  public void endHeader(FieldOutput out, int keyId) {
    if (keyId != 0) {
      out.varint(keyId);
    }
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
    with(keyId, () -> keys.actors().key(binding.owner(), binding.isFirst()),
        key -> cipher.toSeal(key, nonce, 0));
    binding.bind(cipher, clear, headerLength);
    cipher.seal(clear, headerLength, bodyLength, record, bodyAt);
    ciphers.putBack(cipher);
    return record;
  }

  @Override
  public FieldInput open(RecordBinding binding, byte[] record, FieldInput in) {
    boolean personal = record[0] == RecordFrame.PERSONAL;
    if (personal && !keys.actors().isPersonal(binding.owner().type())) {
      throw new UnreadableRecord("it is sealed with a key of its actor, and its type is not personal");
    }
    int keyId = personal ? 0 : in.atMost(Integer.MAX_VALUE, "a key id");
    if (!personal && !keys.knows(keyId)) {
      throw new UnreadableRecord("it names the key " + keyId + ", which this store has never used");
    }
    int headerLength = in.position();
    int bodyAt = headerLength + XChaCha20Poly1305.NONCE_BYTES;
    if (record.length < bodyAt + XChaCha20Poly1305.TAG_BYTES) {
      throw new UnreadableRecord("it is shorter than any sealed record");
    }
    XChaCha20Poly1305 cipher = ciphers.take();
    try {
      with(keyId, () -> keys.actors().key(binding.owner()), key -> cipher.toOpen(key, record, headerLength));
      binding.bind(cipher, record, headerLength);
      byte[] body = cipher.open(record, bodyAt, record.length - bodyAt);
      ciphers.putBack(cipher);
      return new FieldInput(body, 0, body.length);
    } catch (AEADBadTagException e) {
      throw new UnreadableRecord(
          "its seal does not open with " + (personal ? "the key of its actor" : "the key " + keyId)
              + ": it was changed, moved from another place, or sealed with another key"
              + (personal ? "" : " of that id"),
          e);
    }
  }

  /** Uses a key of the ring, or that of an actor, which may leave memory meanwhile and is then loaded again. */
  private void with(int keyId, Supplier<AsconKey> personal, Consumer<AsconKey> use) {
    while (true) {
      try {
        use.accept(keyId == 0 ? personal.get() : keys.key(keyId));
        return;
      } catch (DestroyedKey e) {
        if (keyId != 0) {
          throw new KeyDisabled(keyId);
        }
      }
    }
  }
}
