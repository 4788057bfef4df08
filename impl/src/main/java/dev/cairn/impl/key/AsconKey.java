package dev.cairn.impl.key;

import dev.cairn.api.bind.KeyBox;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AsconAEAD128;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The 32 bytes of a key in memory. Any thread may call.
 *
 * <pre>
 * on the heap:   nonce, 16 | Ascon-AEAD128 of (key xor mask), 32 | tag, 16
 *                and during a lease: key xor mask, 32
 * outside of it: Ascon's key, 16 | mask, 32
 * </pre>
 *
 * A heap dump holds neither Ascon's key nor the mask. The mask is removed last, word by word, so this class never
 * holds the plain key on the heap, not even during a lease. A lease lasts for 256 uses. Nonce, Ascon's key and mask
 * are random and made for this one key in this one process. {@link #destroy} overwrites the box, the lease, Ascon's
 * key and the mask.
 */
public final class AsconKey implements KeyBox {

  /** How many bytes a key has. */
  public static final int BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int ASCON_BYTES = 16;
  private static final int TAG_BITS = 128;
  private static final int USES_OF_A_LEASE = 256;

  private final ByteBuffer outside = ByteBuffer.allocateDirect(ASCON_BYTES + BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final byte[] nonce = random(ASCON_BYTES);
  private final byte[] box;
  private final StampedLock lock = new StampedLock();
  private byte[] masked = {};
  private int usesLeft;
  private boolean destroyed;

  /** Copies the 32 bytes; the caller wipes its own array. */
  public AsconKey(byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException("A key has " + BYTES + " bytes, not " + key.length + ".");
    }
    byte[] secrets = random(ASCON_BYTES + BYTES);
    byte[] masked = new byte[BYTES];
    try {
      outside.put(0, secrets);
      for (int i = 0; i < BYTES; i++) {
        masked[i] = (byte) (key[i] ^ secrets[ASCON_BYTES + i]);
      }
      this.box = ascon(true, masked);
    } finally {
      Arrays.fill(secrets, (byte) 0);
      Arrays.fill(masked, (byte) 0);
    }
  }

  /**
   * Passes the key to its user, as a function from an index to one of the eight little-endian words. The user does not
   * keep the function.
   *
   * @throws DestroyedKey if the key was destroyed
   */
  public void use(Consumer<IntUnaryOperator> user) {
    while (!useOpen(user)) {
      open();
    }
  }

  /** Uses the key if it is open; false if it has to be opened first. */
  private boolean useOpen(Consumer<IntUnaryOperator> user) {
    long stamp = lock.readLock();
    try {
      requireAlive();
      if (usesLeft <= 0) {
        return false;
      }
      usesLeft--; // threads that come together may count as one
      user.accept(word -> (int) WORD.get(masked, word * Integer.BYTES)
          ^ outside.getInt(ASCON_BYTES + word * Integer.BYTES));
      return true;
    } finally {
      lock.unlockRead(stamp);
    }
  }

  private void open() {
    long stamp = lock.writeLock();
    try {
      requireAlive();
      Arrays.fill(masked, (byte) 0);
      masked = ascon(false, box);
      usesLeft = USES_OF_A_LEASE;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  @Override
  public void destroy() {
    long stamp = lock.writeLock();
    try {
      destroyed = true;
      outside.put(0, new byte[outside.capacity()]);
      Arrays.fill(box, (byte) 0);
      Arrays.fill(masked, (byte) 0);
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  @Override
  public boolean destroyed() {
    long stamp = lock.readLock();
    try {
      return destroyed;
    } finally {
      lock.unlockRead(stamp);
    }
  }

  private void requireAlive() {
    if (destroyed) {
      throw new DestroyedKey();
    }
  }

  private byte[] ascon(boolean sealing, byte[] input) {
    byte[] key = new byte[ASCON_BYTES];
    outside.get(0, key);
    AsconAEAD128 ascon = new AsconAEAD128();
    ascon.init(sealing, new AEADParameters(new KeyParameter(key), TAG_BITS, nonce));
    Arrays.fill(key, (byte) 0);
    byte[] output = new byte[ascon.getOutputSize(input.length)];
    int length = ascon.processBytes(input, 0, input.length, output, 0);
    try {
      ascon.doFinal(output, length);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("A key was overwritten in memory.", e);
    }
    return output;
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }
}
