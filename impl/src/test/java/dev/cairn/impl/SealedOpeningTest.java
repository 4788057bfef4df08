package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.KeyDisabled;
import dev.cairn.api.KeyException;
import dev.cairn.api.KeyRing;
import dev.cairn.api.MissingKey;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.UnknownKey;
import dev.cairn.api.UnwantedKey;
import dev.cairn.api.WrongKey;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Total;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose keys open a store, and that nothing is touched where they do not. */
class SealedOpeningTest {
  @TempDir
  Path data;

  private final byte[] key = TestKeys.random();

  private ActorSystem.Builder folder() {
    return ActorSystem.builder().data(data).backend("sqlite");
  }

  private KeyRing ring() {
    return KeyRing.of(EncryptedKey.of(key));
  }

  private void store(ActorSystem.Builder builder) {
    try (ActorSystem system = builder.open()) {
      system.entity(Ledger.TYPE, "1").ask(new Add(3));
    }
  }

  private <T extends KeyException> T refused(Class<T> how, ActorSystem.Builder builder) throws IOException {
    Map<String, String> before = hashes(data);
    T refusal = assertThrows(how, builder::open);
    assertEquals(before, hashes(data));
    return refusal;
  }

  @Test
  void a_sealed_store_opens_with_its_key_and_goes_on() {
    store(folder().keys(ring()));
    try (ActorSystem system = folder().keys(ring()).open()) {
      assertEquals(3, system.entity(Ledger.TYPE, "1").ask(new Total()).total());
      assertEquals(5, system.entity(Ledger.TYPE, "1").ask(new Add(2)));
    }
  }

  @Test
  void no_key_is_answered_with_missing_key() throws IOException {
    store(folder().keys(ring()));
    assertTrue(refused(MissingKey.class, folder()).getMessage().contains("main"));
  }

  @Test
  void another_key_is_answered_with_wrong_key() throws IOException {
    store(folder().keys(ring()));
    assertEquals(1, refused(WrongKey.class, folder().keys(TestKeys.ring(1))).id());
  }

  @Test
  void the_right_key_under_another_id_is_answered_with_unknown_key() throws IOException {
    store(folder().keys(ring()));
    assertEquals(1, refused(UnknownKey.class, folder().keys(KeyRing.of(2, EncryptedKey.of(key)))).id());
  }

  @Test
  void a_disabled_key_is_answered_with_key_disabled() throws IOException {
    store(folder().keys(ring()));
    assertEquals(1, refused(KeyDisabled.class, folder().keys(TestKeys.ring(2).disable(1))).id());
  }

  @Test
  void a_key_on_a_plain_store_is_answered_with_unwanted_key() throws IOException {
    store(folder());
    refused(UnwantedKey.class, folder().keys(ring()));
    Map<String, String> before = hashes(data);
    assertThrows(UnwantedKey.class, () -> StoreInspector.open(data, ring()));
    assertEquals(before, hashes(data));
  }

  @Test
  void the_keys_of_another_store_are_not_those_of_this_one() throws IOException {
    store(folder().keys("main", ring()));
    refused(MissingKey.class, folder().keys("other", ring()));
    refused(WrongKey.class, folder().keys("main", TestKeys.ring(1)).keys(ring()));
  }

  @Test
  void each_store_of_a_location_has_its_own_keys_or_none() {
    var audit = Ledger.TYPE.in("audit");
    store(folder());
    try (ActorSystem system = folder().keys("audit", ring()).open()) {
      system.entity(audit, "1").ask(new Add(4));
    }
    try (ActorSystem system = folder().open()) {
      assertThrows(MissingKey.class, () -> system.entity(audit, "1").ask(new Total()));
    }
    try (ActorSystem system = folder().keys("audit", ring()).open()) {
      assertEquals(3, system.entity(Ledger.TYPE, "1").ask(new Total()).total());
    }
    try (StoreInspector inspector = StoreInspector.open(data, ring())) {
      assertEquals(List.of(true, false), inspector.stores().stream().map(StoreInspector.Store::sealed).toList());
      assertEquals(2, inspector.find("1").stream().mapToLong(StoreInspector.Stream::events).sum());
    }
  }

  @Test
  void without_a_key_the_inspector_shows_what_is_clear_and_no_more() {
    store(folder().keys(ring()));
    try (StoreInspector inspector = StoreInspector.open(data)) {
      assertTrue(inspector.stores().get(0).sealed());
      inspector.streams("main", stream -> assertEquals("1", stream.id()));
      assertThrows(MissingKey.class, () -> inspector.find("1"));
      assertThrows(MissingKey.class, () -> inspector
          .events(new StoreInspector.Stream("main", "ledger", "1", 1, 1, 0), event -> {}));
    }
    try (StoreInspector inspector = StoreInspector.open(data, ring())) {
      inspector.events(inspector.find("1").get(0), event -> assertEquals(Map.of("value", 3L), event.fields()));
    }
    try (StoreInspector inspector = StoreInspector.open(data, TestKeys.ring(1))) {
      assertThrows(WrongKey.class, () -> inspector.find("1"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = { true, false })
  void nothing_of_an_event_stands_in_the_files_of_a_sealed_store(boolean sealed) throws IOException {
    String marker = "marker-of-this-test";
    ActorSystem.Builder builder = sealed ? folder().keys(ring()) : folder();
    try (ActorSystem system = builder.open()) {
      system.entity(Ledger.TYPE, "1").ask("command-" + marker, new Add(7_777_777_777L));
    }
    String all = "";
    try (Stream<Path> files = Files.list(data)) {
      for (Path file : files.toList()) {
        all += Files.readString(file, StandardCharsets.ISO_8859_1);
      }
    }
    assertEquals(!sealed, all.contains(marker));
    assertEquals(!sealed, all.contains("Amount"));
    assertTrue(all.contains("ledger"));
  }

  @Test
  void a_closed_ring_fails_a_persist_as_not_stored() {
    KeyRing ring = ring();
    try (ActorSystem system = folder().keys(ring).open()) {
      system.entity(Ledger.TYPE, "1").ask(new Add(3));
      ring.close();
      var failure = assertThrows(PersistFailed.class,
          () -> system.entity(Ledger.TYPE, "1").ask(new Add(4)));
      assertInstanceOf(KeyDisabled.class, failure.getCause());
    }
    try (ActorSystem system = folder().keys(ring()).open()) {
      assertEquals(3, system.entity(Ledger.TYPE, "1").ask(new Total()).total());
    }
  }

  static Map<String, String> hashes(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        hashes.put(folder.relativize(file).toString(), HexFormat.of().formatHex(digest));
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return hashes;
  }
}
