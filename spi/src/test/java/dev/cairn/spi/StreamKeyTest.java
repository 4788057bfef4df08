package dev.cairn.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamKeyTest {

  @ParameterizedTest
  @ValueSource(strings = { "42", "a/b", "a.b", "../x", "'; DROP TABLE x", "\u0000", "\ud83d\ude00", " ", "ÿ" })
  void any_well_formed_text_is_an_id(String id) {
    assertEquals(id, new StreamKey("main", "account", id).id());
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "\ud800", "a\udc00b", "\udc00\ud800" })
  void an_empty_or_malformed_id_is_refused(String id) {
    assertThrows(IllegalArgumentException.class, () -> new StreamKey("main", "account", id));
  }

  @Test
  void an_id_has_at_most_a_kibibyte_in_utf_8() {
    assertEquals(1024, new StreamKey("main", "account", "é".repeat(512)).idBytes().length);
    assertThrows(IllegalArgumentException.class, () -> new StreamKey("main", "account", "é".repeat(513)));
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "Main", "a b", "a.b", "1a", "-a", "_a", "a\n", "ä" })
  void a_store_name_outside_its_grammar_is_refused(String store) {
    assertThrows(IllegalArgumentException.class, () -> new StreamKey(store, "account", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "Account", "a/b", "a b", "1a", "a\n" })
  void a_type_name_outside_its_grammar_is_refused(String type) {
    assertThrows(IllegalArgumentException.class, () -> new StreamKey("main", type, "1"));
  }

  @Test
  void a_person_reads_the_path_of_the_actor() {
    assertEquals("/account/42", new StreamKey("main", "account", "42").toString());
    assertEquals("/account@audit/42", new StreamKey("audit", "account", "42").toString());
    assertEquals("/account/a%2Fb%25", new StreamKey("main", "account", "a/b%").toString());
  }

  @Test
  void the_bytes_of_an_id_are_utf_8() {
    assertArrayEquals(new byte[] { 'a', (byte) 0xc3, (byte) 0xa9 }, new StreamKey("main", "account", "aé").idBytes());
  }
}
