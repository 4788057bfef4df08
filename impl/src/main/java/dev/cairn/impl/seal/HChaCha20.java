package dev.cairn.impl.seal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Derives the subkey of XChaCha20 from a key and the first 16 bytes of a nonce: ChaCha20's twenty rounds without the
 * final addition. For one thread at a time.
 *
 * <pre>
 *  0 ..  3   4 .. 11   12 .. 15
 *  constants key       nonce      words of the state before the rounds
 *  subkey    -         subkey     and after them
 * </pre>
 */
public final class HChaCha20 {
  private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int DOUBLE_ROUNDS = 10;
  private static final int KEY_AT = 4;
  private static final int NONCE_AT = 12;

  private final int[] state = new int[16];

  /**
   * Writes the 32 bytes of the subkey. Nothing of the key stays here.
   *
   * @param keyWords returns each of the key's eight words by its index
   */
  public void derive(IntUnaryOperator keyWords, byte[] nonce, int nonceAt, byte[] subkey) {
    state[0] = 0x61707865;
    state[1] = 0x3320646e;
    state[2] = 0x79622d32;
    state[3] = 0x6b206574;
    for (int i = 0; i < 8; i++) {
      state[KEY_AT + i] = keyWords.applyAsInt(i);
    }
    for (int i = 0; i < 4; i++) {
      state[NONCE_AT + i] = (int) WORD.get(nonce, nonceAt + i * Integer.BYTES);
    }
    permute();
    for (int i = 0; i < 4; i++) {
      WORD.set(subkey, i * Integer.BYTES, state[i]);
      WORD.set(subkey, (4 + i) * Integer.BYTES, state[NONCE_AT + i]);
    }
    Arrays.fill(state, 0);
  }

  private void permute() {
    for (int i = 0; i < DOUBLE_ROUNDS; i++) {
      quarter(0, 4, 8, 12);
      quarter(1, 5, 9, 13);
      quarter(2, 6, 10, 14);
      quarter(3, 7, 11, 15);
      quarter(0, 5, 10, 15);
      quarter(1, 6, 11, 12);
      quarter(2, 7, 8, 13);
      quarter(3, 4, 9, 14);
    }
  }

  private void quarter(int a, int b, int c, int d) {
    step(a, b, d, 16);
    step(c, d, b, 12);
    step(a, b, d, 8);
    step(c, d, b, 7);
  }

  private void step(int sum, int with, int turned, int by) {
    state[sum] += state[with];
    state[turned] = Integer.rotateLeft(state[turned] ^ state[sum], by);
  }
}
