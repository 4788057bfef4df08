package dev.cairn.impl.personal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.Forgotten;
import dev.cairn.api.InvalidKey;
import dev.cairn.api.PersonalKeys.Owner;
import dev.cairn.api.StoreLocked;
import dev.cairn.api.StoreUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The file of personal keys: what is in it after each accident. {@code -Dcairn.keys=1000000} for many keys. */
@Timeout(60)
class PersonalKeyFileTest {
  private static final int MANY = Integer.getInteger("cairn.keys", 3_000);

  @TempDir
  Path folder;

  private PersonalKeyFile open() {
    return new PersonalKeyFile(folder.resolve("personal.keys"));
  }

  private byte[] bytes() throws IOException {
    return Files.readAllBytes(folder.resolve("personal.keys"));
  }

  private void write(byte[] bytes) throws IOException {
    Files.write(folder.resolve("personal.keys"), bytes);
  }

  private static Owner owner(int number) {
    return new Owner("main", "person", "p" + number);
  }

  private static byte[] wrapped(int number) {
    return ("-wrapped key of person number " + number + "-").getBytes(StandardCharsets.US_ASCII);
  }

  private void fill(int keys) {
    try (PersonalKeyFile file = open()) {
      IntStream.rangeClosed(1, keys).forEach(number -> file.add(owner(number), wrapped(number)));
    }
  }

  private static void assertHas(PersonalKeyFile file, int number) {
    assertArrayEquals(wrapped(number), file.find(owner(number)).orElseThrow());
  }

  private static boolean contains(byte[] bytes, byte[] wanted) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains(new String(wanted, StandardCharsets.ISO_8859_1));
  }

  @Test
  void keys_stay_under_their_owners_and_the_first_that_came_is_kept() {
    String id;
    try (PersonalKeyFile file = open()) {
      id = file.id();
      assertEquals(Optional.empty(), file.find(owner(1)));
      assertArrayEquals(wrapped(1), file.add(owner(1), wrapped(1)));
      assertArrayEquals(wrapped(1), file.add(owner(1), wrapped(2)));
    }
    try (PersonalKeyFile file = open()) {
      assertEquals(id, file.id());
      assertHas(file, 1);
      assertEquals(Optional.empty(), file.find(new Owner("main", "personp", "1")));
    }
  }

  @Test
  void many_keys_that_many_threads_add_are_all_there() throws Exception {
    try (PersonalKeyFile file = open()) {
      List<Thread> threads = IntStream.range(0, 300).mapToObj(thread -> Thread.ofVirtual().start(() -> {
        for (int number = thread; number < MANY; number += 300) {
          file.add(owner(number), wrapped(number));
        }
      })).toList();
      for (Thread thread : threads) {
        thread.join();
      }
    }
    long since = System.nanoTime();
    try (PersonalKeyFile file = open()) {
      IntStream.range(0, MANY).forEach(number -> assertHas(file, number));
      file.forget(owner(7));
      assertThrows(Forgotten.class, () -> file.find(owner(7)));
      file.rewrap("main", (owner, key) -> key.clone());
      assertHas(file, MANY - 1);
    }
    System.getLogger("keys").log(System.Logger.Level.INFO, () -> MANY + " keys read, one forgotten, all wrapped anew: "
        + (System.nanoTime() - since) / 1_000_000 + " ms");
  }

  @Test
  void a_damaged_key_stays_damaged_when_the_others_are_wrapped_anew() throws IOException {
    fill(3);
    byte[] damaged = bytes();
    damaged[new String(damaged, StandardCharsets.ISO_8859_1).indexOf("person number 2")] ^= 0x20;
    write(damaged);
    try (PersonalKeyFile file = open()) {
      file.rewrap("main", (owner, key) -> wrapped(9));
      assertArrayEquals(wrapped(9), file.find(owner(1)).orElseThrow());
      assertTrue(assertThrows(InvalidKey.class, () -> file.find(owner(2))).getMessage().contains("is damaged"));
      assertArrayEquals(wrapped(9), file.find(owner(3)).orElseThrow());
    }
  }

  @Test
  void a_torn_end_is_cut_off_and_everything_before_it_stays() throws IOException {
    fill(3);
    byte[] three = bytes();
    try (PersonalKeyFile file = open()) {
      file.add(owner(4), wrapped(4));
      byte[] four = bytes(); // as a kill leaves it: nothing says yet that the last one is durable
      for (int length = three.length; length < four.length; length += 5) {
        torn(Arrays.copyOf(four, length));
        byte[] zeros = Arrays.copyOf(four, four.length);
        Arrays.fill(zeros, length, zeros.length, (byte) 0);
        torn(zeros);
      }
    }
  }

  private void torn(byte[] left) throws IOException {
    Path torn = folder.resolve("torn.keys");
    Files.write(torn, left);
    try (PersonalKeyFile reading = new PersonalKeyFile(torn)) {
      assertHas(reading, 3);
      assertEquals(Optional.empty(), reading.find(owner(4)));
    }
    try (PersonalKeyFile file = new PersonalKeyFile(torn)) {
      file.add(owner(5), wrapped(5));
      assertHas(file, 3);
      assertHas(file, 5);
      assertEquals(Optional.empty(), file.find(owner(4)));
    }
    try (PersonalKeyFile file = new PersonalKeyFile(torn)) {
      assertHas(file, 5);
    }
  }

  @Test
  void each_byte_that_is_damaged_is_refused_by_name_or_changes_nothing() throws IOException {
    try (PersonalKeyFile file = open()) {
      file.add(owner(1), wrapped(1));
      file.add(owner(2), wrapped(2));
      file.forget(owner(2));
      file.add(owner(3), wrapped(3));
    }
    byte[] whole = bytes();
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x20;
      write(damaged);
      try (PersonalKeyFile file = open()) {
        int number = at % 2 == 0 ? 1 : 3;
        try {
          assertHas(file, number);
          assertThrows(Forgotten.class, () -> file.find(owner(2)));
        } catch (InvalidKey refused) {
          assertTrue(refused.getMessage().contains("personal.keys"), refused::getMessage);
        }
      }
    }
  }

  @Test
  void a_file_that_lost_its_end_is_refused_and_not_taken_for_a_torn_one() throws IOException {
    fill(3);
    byte[] whole = bytes();
    for (int length : List.of(whole.length - 1, whole.length / 2, 64, 10, 0)) {
      write(Arrays.copyOf(whole, length));
      try (PersonalKeyFile file = open()) {
        assertThrows(InvalidKey.class, () -> file.find(owner(1)));
        assertThrows(InvalidKey.class, () -> file.add(owner(9), wrapped(9)));
      }
      assertEquals(length, bytes().length);
    }
  }

  @Test
  void what_is_forgotten_is_overwritten_in_its_place_and_never_comes_back() throws IOException {
    fill(3);
    byte[] before = bytes();
    assertTrue(contains(before, wrapped(2)));
    try (PersonalKeyFile file = open()) {
      file.forget(owner(2));
      file.forget(owner(2));
      file.forget(owner(8));
      assertEquals("/person/p2", assertThrows(Forgotten.class, () -> file.find(owner(2))).path());
      assertThrows(Forgotten.class, () -> file.add(owner(2), wrapped(2)));
      assertThrows(Forgotten.class, () -> file.add(owner(8), wrapped(8)));
    }
    byte[] after = bytes();
    assertFalse(contains(after, wrapped(2)));
    assertTrue(contains(Arrays.copyOf(after, before.length), wrapped(3)), "the others are where they were");
    try (PersonalKeyFile file = open()) {
      assertThrows(Forgotten.class, () -> file.find(owner(2)));
      assertHas(file, 1);
      assertHas(file, 3);
    }
  }

  @Test
  void killed_between_the_mark_and_the_key_it_is_forgotten_and_the_next_writer_ends_it() throws IOException {
    fill(2);
    try (PersonalKeyFile dying = new PersonalKeyFile(folder.resolve("personal.keys"), () -> {
      throw new IllegalStateException("killed");
    })) {
      assertThrows(RuntimeException.class, () -> dying.forget(owner(1)));
      assertTrue(contains(bytes(), wrapped(1)));
      Files.copy(folder.resolve("personal.keys"), folder.resolve("left.keys"));
    }
    Path left = folder.resolve("left.keys");
    try (PersonalKeyFile reading = new PersonalKeyFile(left)) {
      assertThrows(Forgotten.class, () -> reading.find(owner(1)));
      assertHas(reading, 2);
    }
    try (PersonalKeyFile file = new PersonalKeyFile(left)) {
      file.add(owner(3), wrapped(3));
      assertFalse(contains(Files.readAllBytes(left), wrapped(1)));
      assertHas(file, 2);
    }
  }

  @Test
  void wrapped_anew_the_keys_are_in_a_new_file_and_nothing_is_left_of_the_former_one() throws IOException {
    fill(3);
    Path former = Files.createLink(folder.resolve("former"), folder.resolve("personal.keys"));
    try (PersonalKeyFile file = open()) {
      file.forget(owner(1));
      String id = file.id();
      file.rewrap("main", (owner, key) -> key);
      assertTrue(Files.isSameFile(former, folder.resolve("personal.keys")), "nothing has changed");
      file.rewrap("main", (owner, key) -> (new String(key, StandardCharsets.US_ASCII) + " anew").getBytes());
      assertEquals(id, file.id());
      assertEquals("-wrapped key of person number 3- anew", new String(file.find(owner(3)).orElseThrow()));
      assertThrows(Forgotten.class, () -> file.find(owner(1)));
    }
    byte[] left = Files.readAllBytes(former);
    assertArrayEquals(new byte[left.length], left);
  }

  @Test
  void what_a_killed_rewrapping_has_left_beside_the_file_is_overwritten() throws IOException {
    fill(1);
    Path fresh = Files.write(folder.resolve("personal.keys.new"), wrapped(1));
    Path same = Files.createLink(folder.resolve("same"), fresh);
    try (PersonalKeyFile file = open()) {
      file.add(owner(2), wrapped(2));
      assertHas(file, 1);
    }
    assertFalse(Files.exists(fresh));
    assertArrayEquals(new byte[wrapped(1).length], Files.readAllBytes(same));
  }

  @Test
  void a_second_writer_is_refused_and_readers_see_what_the_first_one_adds_and_forgets() {
    fill(1);
    try (PersonalKeyFile writer = open(); PersonalKeyFile other = open(); PersonalKeyFile reader = open()) {
      assertHas(reader, 1);
      writer.add(owner(2), wrapped(2));
      assertThrows(StoreLocked.class, () -> other.add(owner(3), wrapped(3)));
      assertThrows(StoreLocked.class, () -> other.forget(owner(1)));
      assertHas(reader, 2);
      writer.forget(owner(2));
      assertThrows(Forgotten.class, () -> reader.find(owner(2)));
      writer.rewrap("main", (owner, key) -> wrapped(9));
      assertArrayEquals(wrapped(9), reader.find(owner(1)).orElseThrow());
    }
    try (PersonalKeyFile next = open()) {
      next.add(owner(3), wrapped(3));
    }
  }

  @Test
  void after_a_write_that_failed_everything_that_was_told_is_there_and_the_next_one_works() throws IOException {
    List<Runnable> trouble = new ArrayList<>();
    try (PersonalKeyFile file = new PersonalKeyFile(folder.resolve("personal.keys"),
        () -> trouble.forEach(Runnable::run))) {
      file.add(owner(1), wrapped(1));
      file.add(owner(2), wrapped(2));
      trouble.add(() -> {
        throw new StoreUnavailable("the disk", null);
      });
      assertThrows(StoreUnavailable.class, () -> file.forget(owner(1)));
      trouble.clear();
      file.forget(owner(1));
      assertThrows(Forgotten.class, () -> file.find(owner(1)));
      assertHas(file, 2);
      assertFalse(contains(bytes(), wrapped(1)));
    }
  }
}
