package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Position;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rules I: no name reaches into another. */
abstract class IsolationRules extends Rules {
  private static final List<String> IDS =
      List.of("a", "a.b", "a/b", "A", "á", "a\u0301", "a ", " a", "a\u0000", "a\u0000b",
          "\u0000", "actor1", "actor10", "%", "_", "a%", "'; DROP TABLE event; --", "../x", "..", "\uD83D\uDE00",
          "\uD83D\uDE01", "\uFFFF", "?", "x".repeat(StreamKey.MAX_ID_BYTES), "x".repeat(StreamKey.MAX_ID_BYTES - 1));

  /** Characters of ids, and characters that may separate the parts of a key. */
  private static final List<String> LETTERS = List.of("a", "b", "\u0000", "\u0001", "\u007F", "/", ".", ":", "|", "\\",
      "\n", "0", "\u00FF", "\uFFFF", "\uD83D\uDE00");

  IsolationRules(BackendProvider provider) {
    super(provider);
  }

  /** Gives each stream two events, purges every second one, and then checks each of them. */
  private static void assertApart(Backend backend, List<StreamKey> keys) {
    for (int number = 0; number < keys.size(); number++) {
      append(backend, keys.get(number), 0, "first of " + number, "second of " + number);
    }
    for (int number = 0; number < keys.size(); number++) {
      assertEquals(List.of("first of " + number, "second of " + number), texts(backend, keys.get(number)));
    }
    for (int number = 0; number < keys.size(); number += 2) {
      store(backend, keeping(backend, keys.get(number), 2, 1, 1));
      store(backend, purging(backend, keys.get(number), 2));
    }
    for (int number = 0; number < keys.size(); number++) {
      StreamKey key = keys.get(number);
      boolean purged = number % 2 == 0;
      assertEquals(new StreamHead(key, 2, purged ? 2 : 0, purged ? 2 : 0, List.of()), head(backend, key));
      assertEquals(purged ? List.of() : List.of("first of " + number, "second of " + number), texts(backend, key));
    }
  }

  @Test
  void i1_ids_that_look_alike_or_dangerous_stay_apart() {
    assertApart(open(), IDS.stream().map(Rules::key).toList());
  }

  @Test
  void i2_ids_stay_apart_whichever_of_them_is_purged() {
    List<StreamKey> keys = new ArrayList<>(List.of(key("shifts the parity")));
    IDS.forEach(id -> keys.add(key(id)));
    assertApart(open(), keys);
  }

  @Test
  void i3_ids_come_back_as_they_went_in_also_after_reopening() {
    Backend backend = open();
    IDS.forEach(id -> append(backend, key(id), 0, id));
    backend.close();
    Backend again = open();
    List<StreamHead> heads = all(again.streams("main", Optional.empty()));
    assertEquals(IDS.size(), heads.size());
    heads.forEach(head -> assertArrayEquals(head.stream().idBytes(), bytes(texts(again, head.stream()).get(0))));
    assertEquals(IDS, all(log(again, "main", Position.START)).stream().map(event -> event.stream().id()).toList());
  }

  @Test
  void i4_parts_of_a_key_do_not_run_into_each_other() {
    assertApart(open(), List.of(
        new StreamKey("a", "b", "c"), new StreamKey("a", "b", "b"), new StreamKey("a", "bc", "c"),
        new StreamKey("ab", "b", "c"), new StreamKey("ab", "bc", "c"), new StreamKey("a", "b.c", "c"),
        new StreamKey("a", "b", "c.c"), new StreamKey("a", "b", "/c"), new StreamKey("a", "b-", "c")));
  }

  @Test
  void i5_stores_of_one_location_stay_apart_in_every_list() {
    Backend backend = open();
    append(backend, new StreamKey("first", "thing", "one"), 0, "of first");
    append(backend, new StreamKey("first-1", "thing", "one"), 0, "of first-1");
    append(backend, new StreamKey("second", "thing", "one"), 0, "of second");
    assertEquals(List.of("of first"), texts(log(backend, "first", Position.START)));
    assertEquals(List.of("of second"), texts(log(backend, "second", Position.START)));
    assertEquals(List.of("first-1"),
        all(backend.streams("first-1", Optional.empty())).stream().map(head -> head.stream().store()).toList());
    store(backend, purging(backend, new StreamKey("first", "thing", "one"), 1));
    assertEquals(List.of("of first-1"), texts(backend, new StreamKey("first-1", "thing", "one")));
  }

  @Test
  void i6_any_ids_stay_apart() throws Exception {
    runSeeded(seed -> {
      SplittableRandom random = new SplittableRandom(seed);
      Set<String> ids = new LinkedHashSet<>();
      while (ids.size() < 150) {
        StringBuilder id = new StringBuilder();
        for (int left = random.nextInt(1, 6); left > 0; left--) {
          id.append(LETTERS.get(random.nextInt(LETTERS.size())));
        }
        ids.add(id.toString());
      }
      assertApart(open(), ids.stream().map(Rules::key).toList());
    });
  }
}
