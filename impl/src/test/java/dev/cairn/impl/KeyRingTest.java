package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.EncryptedKey;
import dev.cairn.api.InvalidKey;
import dev.cairn.api.KeyDisabled;
import dev.cairn.api.KeyRing;
import dev.cairn.api.UnknownKey;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private final EncryptedKey first = key();
  private final EncryptedKey second = key();
  private final KeyRing ring = KeyRing.of(first);

  @Test
  void a_key_is_found_by_its_id_and_no_other() {
    ring.add(7, second);
    assertSame(first, ring.key(1));
    assertSame(second, ring.key(7));
    assertEquals(Set.of(1, 7), ring.ids());
    assertEquals(2, assertThrows(UnknownKey.class, () -> ring.key(2)).id());
  }

  @Test
  void the_primary_changes_to_a_key_of_the_ring_only() {
    assertEquals(1, ring.primary());
    assertThrows(UnknownKey.class, () -> ring.primary(7));
    assertEquals(7, ring.add(7, second).primary(7).primary());
  }

  @Test
  void a_disabled_key_is_wiped_and_told_from_an_unknown_one() {
    ring.add(2, second).primary(2).disable(1).disable(9);
    assertTrue(first.closed());
    assertEquals(1, assertThrows(KeyDisabled.class, () -> ring.key(1)).id());
    assertThrows(KeyDisabled.class, () -> ring.primary(1));
    assertThrows(KeyDisabled.class, () -> ring.key(9));
    ring.add(1, key());
    assertEquals(Set.of(1, 2), ring.ids());
  }

  @Test
  void the_primary_is_not_disabled() {
    assertThrows(InvalidKey.class, () -> ring.disable(1));
    assertSame(first, ring.key(1));
  }

  @Test
  void an_id_means_one_key_and_starts_at_one() {
    assertThrows(InvalidKey.class, () -> ring.add(1, second));
    assertThrows(InvalidKey.class, () -> ring.add(0, second));
    assertThrows(InvalidKey.class, () -> ring.disable(-1));
    assertThrows(InvalidKey.class, () -> KeyRing.of(0, first));
  }

  @Test
  void a_closed_ring_has_no_keys_in_use() {
    ring.close();
    assertTrue(first.closed());
    assertThrows(KeyDisabled.class, () -> ring.key(1));
  }

  private static EncryptedKey key() {
    return EncryptedKey.of(TestKeys.random());
  }
}
