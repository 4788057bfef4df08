package dev.cairn.impl.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AsconAEAD128;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

class AsconKeyTest {
  private final byte[] bytes = random();
  private final AsconKey key = new AsconKey(bytes);

  @Test
  void it_tells_its_words_every_time_also_after_many_leases() {
    for (int i = 0; i < 1_000; i++) {
      assertArrayEquals(bytes, words(key));
    }
  }

  @Test
  void many_who_use_it_together_see_the_same_words() {
    assertTrue(IntStream.range(0, 10_000).parallel().allMatch(i -> Arrays.equals(bytes, words(key))));
  }

  @Test
  void a_key_keeps_no_hold_on_the_array_it_was_made_of() {
    byte[] copy = bytes.clone();
    AsconKey other = new AsconKey(copy);
    copy[0]++;
    assertArrayEquals(bytes, words(other));
  }

  @Test
  void a_destroyed_key_opens_nothing() {
    key.use(words -> {}); // it is open when it is destroyed
    key.destroy();
    key.destroy();
    assertTrue(key.destroyed());
    assertThrows(DestroyedKey.class, () -> words(key));
  }

  @Test
  void who_destroys_a_key_waits_for_those_who_use_it() throws InterruptedException {
    CountDownLatch inUse = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    byte[] seen = new byte[32];
    Thread user = Thread.startVirtualThread(() -> key.use(words -> {
      inUse.countDown();
      await(goOn);
      put(words.applyAsInt(7), seen);
    }));
    inUse.await();
    Thread destroyer = Thread.startVirtualThread(key::destroy);
    goOn.countDown();
    user.join();
    destroyer.join();
    assertEquals(ByteBuffer.wrap(bytes).getInt(28), ByteBuffer.wrap(seen).getInt(0));
    assertTrue(key.destroyed());
  }

  /**
   * Key 00..0f, nonce 10..1f, text of 0 to 32 bytes from 20, associated data of 0 to 32 bytes from 30: the known
   * answers of the authors for SP 800-232, three of them in full and all 1,089 by their digest.
   */
  @Test
  void the_cipher_gives_the_known_answers() throws Exception {
    assertEquals("4f9c278211bec9316bf68f46ee8b2ec6", HexFormat.of().formatHex(ascon(0, 0)));
    assertEquals("d7fdc22f39fcaf9e1c0f7c8422aeb8faa9f4", HexFormat.of().formatHex(ascon(2, 20)));
    assertEquals("cb34d04660a66dbfbe9c856601f5b8aa51a499b55ac8f7fbefbc331a613ee9cdfd191750a47f211c0a15ed28173d7caa",
        HexFormat.of().formatHex(ascon(32, 32)));
    MessageDigest all = MessageDigest.getInstance("SHA-256");
    for (int text = 0; text <= 32; text++) {
      for (int bound = 0; bound <= 32; bound++) {
        all.update(ascon(text, bound));
      }
    }
    assertEquals("a2584d735d8806ecf99d93da734fb6144318c244bb9991def56667e1df0aa35e",
        HexFormat.of().formatHex(all.digest()));
  }

  private static byte[] ascon(int textBytes, int boundBytes) throws InvalidCipherTextException {
    AsconAEAD128 ascon = new AsconAEAD128();
    ascon.init(true,
        new AEADParameters(new KeyParameter(range(0, 16)), 128, range(0x10, 16), range(0x30, boundBytes)));
    byte[] sealed = new byte[textBytes + 16];
    int length = ascon.processBytes(range(0x20, textBytes), 0, textBytes, sealed, 0);
    ascon.doFinal(sealed, length);
    return sealed;
  }

  private static byte[] words(AsconKey key) {
    ByteBuffer all = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    key.use(words -> {
      for (int i = 0; i < 8; i++) {
        all.putInt(words.applyAsInt(i));
      }
    });
    return all.array();
  }

  private static void put(int word, byte[] to) {
    ByteBuffer.wrap(to).order(ByteOrder.LITTLE_ENDIAN).putInt(word);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] range(int from, int length) {
    byte[] range = new byte[length];
    for (int i = 0; i < length; i++) {
      range[i] = (byte) (from + i);
    }
    return range;
  }

  private static byte[] random() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return random;
  }
}
