package dev.cairn.spi.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.spi.BackendException;
import dev.cairn.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyBytesTest {

  @Test
  void keys_are_ordered_by_the_bytes_of_store_type_and_id_not_as_java_orders_text() {
    List<StreamKey> ordered = List.of(new StreamKey("a", "z", "z"), new StreamKey("b", "a", "\uffff"),
        new StreamKey("b", "a", "\ud83d\ude00"), new StreamKey("b", "a-", "a"), new StreamKey("b", "aa", "a"),
        new StreamKey("b", "aa", "a\u0000"), new StreamKey("b", "aa", "aa"), new StreamKey("b-", "a", "a"));
    List<StreamKey> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.sort(KeyBytes.ORDER);
    assertEquals(ordered, shuffled);
  }

  @Test
  void a_key_comes_back_from_its_bytes() {
    StreamKey key = new StreamKey("main", "account", "\u0000\ud83d\ude00/%");
    assertEquals(key, KeyBytes.read("main", "account", key.idBytes()));
  }

  @Test
  void bytes_that_are_no_utf8_or_no_key_are_damage() {
    byte[] id = "42".getBytes(StandardCharsets.UTF_8);
    for (byte[] damaged : List.of(new byte[] { (byte) 0xff }, new byte[] { (byte) 0xc3 }, new byte[0])) {
      assertThrows(BackendException.Corrupt.class, () -> KeyBytes.read("main", "account", damaged));
    }
    assertThrows(BackendException.Corrupt.class, () -> KeyBytes.read("Main", "account", id));
    assertThrows(BackendException.Corrupt.class, () -> KeyBytes.read("main", "", id));
  }
}
