package dev.cairn.impl.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.impl.key.AsconKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

/** Ours against the vectors of draft-irtf-cfrg-xchacha-03, and against the class of Bouncy Castle. */
class XChaCha20Poly1305Test {
  private static final byte[] KEY = range(0x80, 32);
  private static final byte[] NONCE = range(0x40, 24);
  private static final byte[] BOUND = HexFormat.of().parseHex("50515253c0c1c2c3c4c5c6c7");
  private static final byte[] TEXT = ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for "
      + "the future, sunscreen would be it.").getBytes(StandardCharsets.US_ASCII);
  private static final String SEALED =
      "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa644"
          + "0bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982"
          + "c1bb9e3f3fac2bc369488f76b2383565d3fff9"
          + "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49";

  private final XChaCha20Poly1305 cipher = new XChaCha20Poly1305();

  @Test
  void the_subkey_is_that_of_the_draft() {
    byte[] subkey = new byte[32];
    byte[] nonce = HexFormat.of().parseHex("ff000000090000004a0000000031415927");
    new AsconKey(range(0, 32)).use(words -> new HChaCha20().derive(words, nonce, 1, subkey));
    assertEquals("82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc",
        HexFormat.of().formatHex(subkey));
  }

  @Test
  void what_is_sealed_is_that_of_the_draft_and_opens() throws Exception {
    AsconKey key = new AsconKey(KEY);
    byte[] sealed = seal(key, NONCE, BOUND, TEXT);
    assertEquals(SEALED, HexFormat.of().formatHex(sealed));
    assertArrayEquals(TEXT, open(key, NONCE, BOUND, sealed));
  }

  @Test
  void one_flipped_bit_anywhere_opens_nothing() {
    AsconKey key = new AsconKey(KEY);
    byte[] sealed = seal(key, NONCE, BOUND, TEXT);
    for (byte[] part : new byte[][] { sealed, NONCE.clone(), BOUND.clone() }) {
      for (int bit = 0; bit < part.length * 8; bit++) {
        byte[] flipped = part.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        byte[] nonce = part.length == NONCE.length ? flipped : NONCE;
        byte[] bound = part.length == BOUND.length ? flipped : BOUND;
        byte[] text = part == sealed ? flipped : sealed;
        assertThrows(AEADBadTagException.class, () -> open(key, nonce, bound, text), "bit " + bit);
      }
    }
    byte[] other = KEY.clone();
    other[31] ^= 1;
    assertThrows(AEADBadTagException.class, () -> open(new AsconKey(other), NONCE, BOUND, sealed));
  }

  @Test
  void a_hundred_thousand_random_cases_are_those_of_bouncy_castle() throws Exception {
    long seed = Long.getLong("cairn.seed", 20_261_124L);
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      byte[] key = bytes(random, 32);
      byte[] nonce = bytes(random, 24);
      byte[] bound = bytes(random, random.nextInt(80));
      byte[] text = bytes(random, random.nextInt(random.nextInt(1, 700)));
      AsconKey ours = new AsconKey(key);
      byte[] sealed = seal(ours, nonce, bound, text);
      String which = "case " + i + " of seed " + seed;
      assertArrayEquals(oracle(key, nonce, bound, text), sealed, which);
      assertArrayEquals(text, open(ours, nonce, bound, sealed), which);
    }
  }

  private byte[] seal(AsconKey key, byte[] nonce, byte[] bound, byte[] text) {
    byte[] sealed = new byte[text.length + XChaCha20Poly1305.TAG_BYTES];
    cipher.toSeal(key, nonce, 0);
    cipher.bind(bound, 0, bound.length);
    cipher.seal(text, 0, text.length, sealed, 0);
    return sealed;
  }

  private byte[] open(AsconKey key, byte[] nonce, byte[] bound, byte[] sealed) throws AEADBadTagException {
    cipher.toOpen(key, nonce, 0);
    cipher.bind(bound, 0, bound.length / 2);
    cipher.bind(bound, bound.length / 2, bound.length - bound.length / 2);
    return cipher.open(sealed, 0, sealed.length);
  }

  private static byte[] oracle(byte[] key, byte[] nonce, byte[] bound, byte[] text) throws InvalidCipherTextException {
    var theirs = new org.bouncycastle.crypto.modes.XChaCha20Poly1305();
    theirs.init(true, new AEADParameters(new KeyParameter(key), 128, nonce, bound));
    byte[] sealed = new byte[theirs.getOutputSize(text.length)];
    int length = theirs.processBytes(text, 0, text.length, sealed, 0);
    theirs.doFinal(sealed, length);
    return sealed;
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] range(int from, int length) {
    byte[] range = new byte[length];
    for (int i = 0; i < length; i++) {
      range[i] = (byte) (from + i);
    }
    return range;
  }
}
