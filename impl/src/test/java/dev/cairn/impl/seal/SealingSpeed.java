package dev.cairn.impl.seal;

import dev.cairn.impl.key.AsconKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * How long it takes to seal and to open one record, beside Bouncy Castle's own class with the key at hand. Run by hand,
 * on the class path.
 */
final class SealingSpeed {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] BOUND = random(60);
  private static final byte[] KEY = random(32);

  private final AsconKey key = new AsconKey(KEY);
  private final XChaCha20Poly1305 ours = new XChaCha20Poly1305();
  private final byte[] text;
  private final byte[] sealed;
  private final byte[] nonce = random(24);

  private SealingSpeed(int length) {
    this.text = random(length);
    this.sealed = new byte[length + XChaCha20Poly1305.TAG_BYTES];
  }

  private interface Work {
    void run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    System.out.printf("%9s %16s %16s %16s %16s%n", "bytes", "seal, us", "open, us", "theirs: seal", "theirs: open");
    for (int length : new int[] { 100, 100, 1024, 65_536 }) {
      SealingSpeed speed = new SealingSpeed(length);
      System.out.printf(Locale.ROOT, "%9d %16.2f %16.2f %16.2f %16.2f%n", length, micros(speed::seal, length),
          micros(speed::open, length), micros(() -> speed.theirs(true, speed.text), length),
          micros(() -> speed.theirs(false, speed.sealed), length));
    }
  }

  private void seal() {
    RANDOM.nextBytes(nonce);
    ours.toSeal(key, nonce, 0);
    ours.bind(BOUND, 0, BOUND.length);
    ours.seal(text, 0, text.length, sealed, 0);
  }

  private void open() throws Exception {
    ours.toOpen(key, nonce, 0);
    ours.bind(BOUND, 0, BOUND.length);
    ours.open(sealed, 0, sealed.length);
  }

  private void theirs(boolean sealing, byte[] input) throws InvalidCipherTextException {
    if (sealing) {
      RANDOM.nextBytes(nonce);
    }
    var theirs = new org.bouncycastle.crypto.modes.XChaCha20Poly1305();
    theirs.init(sealing, new AEADParameters(new KeyParameter(KEY), 128, nonce, BOUND));
    byte[] output = new byte[theirs.getOutputSize(input.length)];
    theirs.doFinal(output, theirs.processBytes(input, 0, input.length, output, 0));
    if (sealing) {
      System.arraycopy(output, 0, sealed, 0, sealed.length);
    }
  }

  /** The tenth percentile of batches, for the least disturbed ones. */
  private static double micros(Work work, int length) throws Exception {
    int batch = Math.max(10, 200_000 / (length + 200));
    double[] micros = new double[200];
    for (int i = 0; i < micros.length; i++) {
      long start = System.nanoTime();
      for (int j = 0; j < batch; j++) {
        work.run();
      }
      micros[i] = (System.nanoTime() - start) / 1e3 / batch;
    }
    Arrays.sort(micros, 50, micros.length);
    return micros[65];
  }

  private static byte[] random(int length) {
    byte[] random = new byte[length];
    RANDOM.nextBytes(random);
    return random;
  }
}
