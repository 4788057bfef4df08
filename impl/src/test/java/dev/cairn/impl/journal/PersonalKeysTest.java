package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.EventLog;
import dev.cairn.api.Forgotten;
import dev.cairn.api.InvalidKey;
import dev.cairn.api.KeyRing;
import dev.cairn.api.MissingPersonalKey;
import dev.cairn.api.PersonalKeys;
import dev.cairn.api.PersonalKeys.Owner;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.TypeRefused;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.TestKeys;
import dev.cairn.impl.journal.Person.Hear;
import dev.cairn.impl.journal.Person.Order;
import dev.cairn.impl.journal.Person.Say;
import dev.cairn.impl.key.AsconKey;
import dev.cairn.impl.seal.XChaCha20Poly1305;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the keys of personal actors are, and what is said where they are not. */
@Timeout(60)
class PersonalKeysTest {
  @TempDir
  Path folder;

  private final byte[] first = TestKeys.random();
  private final byte[] second = TestKeys.random();

  private Path keys() {
    return folder.resolve("keys/personal.keys");
  }

  private Path data() {
    return folder.resolve("data");
  }

  private KeyRing bare() {
    return KeyRing.of(EncryptedKey.of(first));
  }

  private KeyRing ring() throws IOException {
    Files.createDirectories(keys().getParent());
    return bare().personalKeys(PersonalKeys.file(keys()));
  }

  private static ActorSystem open(Path data, KeyRing ring, String backend) {
    return ActorSystem.builder().data(data).backend(backend).keys(ring).open();
  }

  private static ActorRef<Order<?>> person(ActorSystem system, String id) {
    return system.entity(Person.TYPE, id);
  }

  private static void say(ActorSystem system, String id, int times) {
    for (int time = 0; time < times; time++) {
      person(system, id).ask(new Say("marker of " + id));
    }
  }

  /** All files in a folder, in one text of bytes. */
  private static String bytesIn(Path... folders) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path each : folders) {
      try (Stream<Path> files = Files.walk(each)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          all.append(Files.readString(file, StandardCharsets.ISO_8859_1)).append('\n');
        }
      }
    }
    return all.toString();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private byte[] wrapped(String id) throws IOException {
    try (PersonalKeys file = PersonalKeys.file(keys())) {
      return file.find(new Owner("main", "person", id)).orElseThrow();
    }
  }

  /** As docs/format.md says it. */
  private byte[] unwrapped(String id) throws Exception {
    byte[] wrapped = wrapped(id);
    ByteBuffer bound = ByteBuffer.allocate(500).order(ByteOrder.LITTLE_ENDIAN);
    bound.put("cairn personal key\1".getBytes(StandardCharsets.US_ASCII));
    try (PersonalKeys file = PersonalKeys.file(keys())) {
      for (String each : List.of(file.id(), "main", "person", id)) {
        bound.putInt(each.length()).put(each.getBytes(StandardCharsets.UTF_8));
      }
    }
    XChaCha20Poly1305 cipher = new XChaCha20Poly1305();
    cipher.toOpen(new AsconKey(first), wrapped, 5);
    cipher.bind(bound.array(), 0, bound.position());
    return cipher.open(wrapped, 29, wrapped.length - 29);
  }

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void neither_a_key_nor_what_it_seals_is_in_any_file_before_and_after_its_actor_is_forgotten(String backend)
      throws Exception {
    Path copy = folder.resolve("copy");
    Path backup = folder.resolve("backup");
    try (KeyRing ring = ring(); ActorSystem system = open(data(), ring, backend)) {
      say(system, "gone", 9);
      say(system, "here", 9);
      StoreCopy.of(data(), copy).backend("sqlite").keys(ring).run((phase, done, all) -> {});
      StoreCopy.of(data(), backup).keys(ring).keepReaders().run((phase, done, all) -> {});
    }
    String wrapped = text(wrapped("gone"));
    String unwrapped = text(unwrapped("gone"));
    String stored = bytesIn(data(), copy, backup);
    assertFalse(stored.contains("marker of "), "nothing is in clear");
    assertFalse(stored.contains(wrapped) || stored.contains(unwrapped), "and no key is there");
    assertTrue(bytesIn(keys().getParent()).contains(wrapped), "which is in its file alone");
    try (KeyRing ring = ring(); ActorSystem system = open(data(), ring, backend)) {
      system.forget(Person.TYPE, "gone");
      say(system, "here", 1);
    }
    String left = bytesIn(folder);
    assertFalse(left.contains(wrapped) || left.contains(unwrapped) || left.contains("marker of "));
    for (Path each : List.of(data(), copy, backup)) {
      try (KeyRing ring = ring(); StoreInspector inspector = StoreInspector.open(each, ring)) {
        assertThrows(Forgotten.class, () -> inspector.events(inspector.find("gone").getFirst(), event -> {}));
        List<String> here = new ArrayList<>();
        inspector.events(inspector.find("here").getFirst(), event -> here.add(event.fields().toString()));
        assertTrue(here.size() >= 9 && here.getFirst().contains("marker of here"), here::toString);
      }
    }
  }

  @Test
  void without_the_personal_keys_everybody_else_is_read_and_the_error_names_the_actor_and_the_setting()
      throws Exception {
    try (KeyRing ring = ring(); ActorSystem system = open(data(), ring, "sqlite")) {
      say(system, "one", 5);
      system.entity(Ledger.TYPE, "l").ask(new Ledger.Add(7));
      system.forget(Person.TYPE, "gone");
    }
    try (KeyRing ring = bare(); ActorSystem system = open(data(), ring, "sqlite")) {
      assertEquals(7, system.entity(Ledger.TYPE, "l").ask(new Ledger.Total()).total());
      MissingPersonalKey missing = assertThrows(MissingPersonalKey.class, () -> person(system, "one"));
      assertTrue(missing.getMessage().contains("personalKeys(") && missing.getMessage().contains("--personal-keys"),
          missing::getMessage);
      assertThrows(MissingPersonalKey.class, () -> system.entity(Person.PLAIN, "one"), "also where it is not declared");
      EventLog.Following reader = system.log("main").follow("all", event -> {});
      while (reader.trouble().isEmpty()) {
        Thread.onSpinWait();
      }
      assertEquals("/person/one", assertInstanceOf(MissingPersonalKey.class, reader.trouble().get()).of());
    }
    try (KeyRing ring = bare(); StoreInspector inspector = StoreInspector.open(data(), ring)) {
      MissingPersonalKey missing = assertThrows(MissingPersonalKey.class,
          () -> inspector.events(inspector.find("one").getFirst(), event -> {}));
      assertEquals("/person/one", missing.of());
      assertThrows(MissingPersonalKey.class, () -> inspector.verify(damage -> {}, events -> {}));
    }
    try (KeyRing ring = bare()) {
      assertThrows(MissingPersonalKey.class,
          () -> StoreCopy.of(data(), folder.resolve("copy")).keys(ring).run((phase, done, all) -> {}));
    }
  }

  @Test
  void other_personal_keys_and_an_older_copy_of_them_are_told_apart_from_forgetting() throws Exception {
    Path older = folder.resolve("older.keys");
    try (KeyRing ring = ring(); ActorSystem system = open(data(), ring, "sqlite")) {
      say(system, "early", 1);
    }
    Files.copy(keys(), older);
    try (KeyRing ring = ring(); ActorSystem system = open(data(), ring, "sqlite")) {
      say(system, "late", 1);
      system.forget(Person.TYPE, "early");
    }
    try (KeyRing ring = bare().personalKeys(PersonalKeys.file(older));
        ActorSystem system = open(data(), ring, "sqlite")) {
      assertEquals(1, person(system, "early").ask(new Hear()).count(),
          "a copy of the file that was kept brings it back");
      RecoveryFailed failed = assertThrows(RecoveryFailed.class, () -> person(system, "late").ask(new Hear()));
      assertEquals("/person/late", assertInstanceOf(MissingPersonalKey.class, failed.getCause()).of());
      say(system, "new", 1);
    }
    try (KeyRing ring = bare().personalKeys(PersonalKeys.file(folder.resolve("others.keys")));
        ActorSystem system = open(data(), ring, "sqlite")) {
      MissingPersonalKey others = assertThrows(MissingPersonalKey.class, () -> person(system, "late"));
      assertTrue(others.getMessage().contains("identity"), others::getMessage);
    }
    byte[] damaged = Files.readAllBytes(keys());
    damaged[80] ^= 1;
    Files.write(keys(), damaged);
    try (KeyRing ring = ring(); ActorSystem system = open(data(), ring, "sqlite")) {
      assertThrows(InvalidKey.class, () -> person(system, "late"));
    }
  }

  @Test
  void another_primary_key_of_the_ring_wraps_every_key_anew_and_the_former_one_is_not_needed_any_more()
      throws Exception {
    byte[] before;
    try (KeyRing ring = ring(); ActorSystem system = open(data(), ring, "sqlite")) {
      say(system, "one", 5);
      say(system, "two", 5);
      before = wrapped("one");
      ring.add(2, EncryptedKey.of(second)).primary(2);
      say(system, "one", 1);
      assertFalse(Arrays.equals(before, wrapped("one")));
      ring.disable(1);
      say(system, "two", 1);
      system.forget(Person.TYPE, "one");
    }
    assertFalse(bytesIn(keys().getParent()).contains(text(before)), "nothing is left of what key 1 wrapped");
    try (KeyRing ring = KeyRing.of(2, EncryptedKey.of(second)).personalKeys(PersonalKeys.file(keys()));
        ActorSystem system = open(data(), ring, "sqlite")) {
      assertEquals(6, person(system, "two").ask(new Hear()).count());
      assertEquals(6, system.events(person(system, "two"), 1, 9).count());
      assertThrows(Forgotten.class, () -> person(system, "one").ask(new Hear()));
    }
  }

  @Test
  void a_ring_that_was_changed_while_nothing_ran_wraps_them_anew_at_the_first_use() throws Exception {
    try (KeyRing ring = ring(); ActorSystem system = open(data(), ring, "sqlite")) {
      say(system, "one", 1);
    }
    byte[] before = wrapped("one");
    try (KeyRing ring = ring().add(2, EncryptedKey.of(second)).primary(2);
        ActorSystem system = open(data(), ring, "sqlite")) {
      person(system, "one");
      assertFalse(Arrays.equals(before, wrapped("one")));
    }
  }

  @Test
  void a_test_of_the_build_is_told_of_a_type_that_became_personal_too_late() throws Exception {
    try (KeyRing ring = ring(); ActorSystem system = open(data(), ring, "sqlite")) {
      say(system, "1", 1);
    }
    try (KeyRing ring = ring(); StoreInspector inspector = StoreInspector.open(data(), ring)) {
      assertEquals(List.of(), inspector.types().misfits(List.of(Person.TYPE), List.of(), Set.of()));
    }
    Path late = folder.resolve("late");
    try (KeyRing ring = ring(); ActorSystem system = open(late, ring, "sqlite")) {
      system.entity(Person.PLAIN, "1").ask(new Say("in clear of the ring"));
    }
    try (KeyRing ring = ring(); StoreInspector inspector = StoreInspector.open(late, ring)) {
      assertTrue(inspector.types().misfits(List.of(Person.TYPE), List.of(), Set.of()).getFirst().what()
          .contains("recorded it without"));
    }
  }

  @Test
  void what_cannot_be_personal_is_refused_by_name() throws Exception {
    try (ActorSystem plain = ActorSystem.builder().data(folder.resolve("plain")).backend("sqlite").open()) {
      assertTrue(assertThrows(TypeRefused.class, () -> person(plain, "1")).getMessage().contains("not sealed"));
    }
    try (KeyRing ring = ring(); ActorSystem system = open(data(), ring, "sqlite")) {
      system.entity(Person.PLAIN, "1").ask(new Say("in clear of the ring"));
      assertThrows(TypeRefused.class, () -> system.forget(Person.PLAIN, "1"));
      assertThrows(TypeRefused.class, () -> system.streams("main").forget("person", "1"));
      assertEquals(1, system.entity(Person.PLAIN, "1").ask(new Hear()).count(), "nothing was done");
    }
    try (KeyRing ring = ring(); ActorSystem system = open(data(), ring, "sqlite")) {
      assertTrue(
          assertThrows(TypeRefused.class, () -> person(system, "1")).getMessage().contains("recorded it without"));
    }
    try (KeyRing ring = bare().personalKeys(PersonalKeys.file(data().resolve("personal.keys")))) {
      assertThrows(StoreRefused.class, () -> open(data(), ring, "sqlite"));
    }
    try (KeyRing ring = ring(); KeyRing other = KeyRing.of(EncryptedKey.of(second))) {
      Path own = folder.resolve("own");
      try (ActorSystem system = open(own, ring, "sqlite")) {
        say(system, "1", 1);
      }
      assertThrows(StoreRefused.class,
          () -> StoreCopy.of(own, folder.resolve("rekeyed")).keys(ring).rekey(other).run((phase, done, all) -> {}));
    }
  }
}
