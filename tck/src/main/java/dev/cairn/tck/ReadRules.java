package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rules R: ranges, recoveries, lists and cursors. */
abstract class ReadRules extends Rules {
  private static final StreamKey ONE = key("one");

  ReadRules(BackendProvider provider) {
    super(provider);
  }

  @Test
  void r1_both_bounds_of_a_range_are_inclusive() {
    Backend backend = open();
    fill(backend, ONE, 9);
    assertEquals(List.of("3", "4", "5"), texts(backend.events(ONE, 3, 5)));
    assertEquals(List.of("4"), texts(backend.events(ONE, 4, 4)));
  }

  @Test
  void r2_what_lies_outside_the_stored_range_is_left_out() {
    Backend backend = open();
    fill(backend, ONE, 3);
    assertEquals(List.of("1", "2", "3"), texts(backend.events(ONE, 0, Long.MAX_VALUE)));
    assertEquals(List.of(), texts(backend.events(ONE, 4, 9)));
    assertEquals(List.of(), texts(backend.events(ONE, 3, 2)));
    assertEquals(List.of(), texts(backend.events(key("nobody"), 1, 9)));
  }

  @Test
  void r3_a_stream_that_never_held_anything_is_empty_and_reading_it_does_not_make_it() {
    Backend backend = open();
    try (Recovery recovery = backend.recover(ONE, Long.MAX_VALUE)) {
      assertEquals(StreamHead.empty(ONE), recovery.head());
      assertEquals(Optional.empty(), recovery.snapshot());
      assertNull(recovery.events().next());
    }
    assertEquals(StreamHead.empty(ONE), backend.claim(ONE).head());
    store(backend, purging(backend, ONE, 0));
    assertEquals(List.of(), all(backend.streams("main", Optional.empty())));
    assertEquals(List.of(), backend.stores());
  }

  @Test
  void r4_a_recovery_has_the_newest_snapshot_that_is_low_enough_and_every_event_after_it() {
    Backend backend = open();
    fill(backend, ONE, 9);
    store(backend, keeping(backend, ONE, 3, 9, 0));
    store(backend, keeping(backend, ONE, 6, 9, 0));
    assertRecovery(backend, Long.MAX_VALUE, 6, "7", "8", "9");
    assertRecovery(backend, 6, 6, "7", "8", "9");
    assertRecovery(backend, 5, 3, "4", "5", "6", "7", "8", "9");
    assertRecovery(backend, 0, 0, "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  private static void assertRecovery(Backend backend, long atMost, long sequence, String... events) {
    assertRecovery(backend.recover(ONE, atMost), sequence, events);
    if (atMost == Long.MAX_VALUE) {
      assertRecovery(backend.takeOver(ONE), sequence, events);
    }
  }

  private static void assertRecovery(Recovery shown, long sequence, String... events) {
    try (Recovery recovery = shown) {
      assertEquals(sequence, recovery.snapshot().map(snapshot -> snapshot.sequence()).orElse(0L));
      recovery.snapshot().ifPresent(found -> assertArrayEquals(bytes("state " + sequence), found.record()));
      assertEquals(List.of(3L, 6L), recovery.head().snapshots());
      assertEquals(List.of(events), texts(recovery.events()));
    }
  }

  @Test
  void r5_a_long_stream_is_read_whole() {
    Backend backend = open();
    List<byte[]> records = new ArrayList<>();
    for (int number = 1; number <= 2500; number++) {
      records.add(new byte[number % 100 == 0 ? 100_000 : 10]);
    }
    store(backend, Commit.append(ONE, epoch(backend, ONE), 0, records));
    List<Long> expected = LongStream.rangeClosed(1, 2500).boxed().toList();
    assertEquals(expected, sequences(backend.events(ONE, 1, Long.MAX_VALUE)));
    assertEquals(expected, sequences(backend.recover(ONE, 0).events()));
  }

  @Test
  void r6_a_cursor_stays_whole_and_in_order_while_more_is_stored() {
    Backend backend = open();
    fill(backend, ONE, 1500);
    try (Cursor<StoredEvent> events = backend.events(ONE, 1, Long.MAX_VALUE);
        Recovery recovery = backend.recover(ONE, 0)) {
      for (long sequence = 1; sequence <= 1500; sequence++) {
        if (sequence % 250 == 0) {
          append(backend, ONE, 1500 + sequence / 250 - 1, "more");
        }
        assertEquals(sequence, events.next().sequence());
        StoredEvent event = sequence % 2 == 0
            ? recovery.events().next()
            : CompletableFuture.supplyAsync(recovery.events()::next).join();
        assertEquals(sequence, event.sequence());
      }
      assertNull(recovery.events().next(), "a recovery ends at its own head");
    }
  }

  @Test
  void r7_a_cursor_stays_at_its_end_and_refuses_to_go_on_once_it_is_closed() {
    Backend backend = open();
    fill(backend, ONE, 1);
    Cursor<StoredEvent> events = backend.events(ONE, 1, 1);
    events.next();
    assertNull(events.next());
    assertNull(events.next());
    events.close();
    events.close();
    assertThrows(BackendException.Closed.class, events::next);
  }

  @Test
  void r8_streams_are_listed_by_type_and_then_by_the_bytes_of_the_id() {
    Backend backend = open();
    List<StreamKey> keys = List.of(
        new StreamKey("main", "_own", "z"), new StreamKey("main", "a", "b"), new StreamKey("main", "a", "ba"),
        new StreamKey("main", "a", "z"), new StreamKey("main", "a", "ä"), new StreamKey("main", "a", "\uFFFD"),
        new StreamKey("main", "a", "\uD83D\uDE00"), new StreamKey("main", "a.b", "a"),
        new StreamKey("main", "b", "a"));
    for (int at = keys.size() - 1; at >= 0; at--) {
      append(backend, keys.get(at), 0, "event");
    }
    assertEquals(keys, all(backend.streams("main", Optional.empty())).stream().map(StreamHead::stream).toList());
  }

  @Test
  void r9_the_list_of_streams_tells_each_head() {
    Backend backend = open();
    fill(backend, ONE, 5);
    store(backend, keeping(backend, ONE, 4, 1, 3));
    assertEquals(List.of(new StreamHead(ONE, 5, 3, 0, List.of(4L))), all(backend.streams("main", Optional.empty())));
    assertEquals(head(backend, ONE), all(backend.streams("main", Optional.empty())).get(0));
  }

  @Test
  void r10_many_streams_are_listed_whole_while_more_are_stored() {
    Backend backend = open();
    List<Commit> commits = new ArrayList<>();
    for (int number = 0; number < 1200; number++) {
      commits.add(appending(backend, key("s%04d".formatted(number)), 0, "event"));
    }
    backend.commit(commits);
    try (var streams = backend.streams("main", Optional.empty())) {
      for (int number = 0; number < 1200; number++) {
        assertEquals("s%04d".formatted(number), streams.next().stream().id());
        if (number == 300) {
          append(backend, key("a late one that sorts first"), 0, "event");
        }
      }
      assertNull(streams.next());
    }
  }

  @Test
  void r11_stores_are_listed_in_order_once_they_hold_something() {
    Backend backend = open();
    for (String store : List.of("z", "a", "main", "a-1")) {
      append(backend, new StreamKey(store, "thing", "one"), 0, "event");
      append(backend, new StreamKey(store, "thing", "two"), 0, "event");
    }
    assertEquals(List.of("a", "a-1", "main", "z"), backend.stores());
    assertEquals(List.of(), all(backend.streams("nothing", Optional.empty())));
  }

  @Test
  void r12_the_list_of_streams_begins_after_a_stream_whether_it_is_there_or_not() {
    Backend backend = open();
    List<StreamKey> keys = List.of(new StreamKey("main", "a", "b"), new StreamKey("main", "a", "ba"),
        new StreamKey("main", "a", "\uFFFD"), new StreamKey("main", "a", "\uD83D\uDE00"),
        new StreamKey("main", "a.b", "a"));
    keys.forEach(key -> append(backend, key, 0, "event"));
    append(backend, new StreamKey("main2", "a", "c"), 0, "event of another store");
    for (int at = 0; at < keys.size(); at++) {
      assertEquals(keys.subList(at + 1, keys.size()), streamsAfter(backend, keys.get(at)));
    }
    assertEquals(keys.subList(1, 5), streamsAfter(backend, new StreamKey("main", "a", "b\u0000")));
    assertEquals(keys, streamsAfter(backend, new StreamKey("main", "_own", "z")));
    assertEquals(List.of(), streamsAfter(backend, new StreamKey("main", "b", "a")));
  }

  private static List<StreamKey> streamsAfter(Backend backend, StreamKey after) {
    return all(backend.streams("main", Optional.of(after))).stream().map(StreamHead::stream).toList();
  }

  @Test
  void r13_a_point_in_time_shows_nothing_of_what_comes_after_it() {
    Backend backend = open();
    assertStays(backend, backend);
  }

  @Test
  void r14_a_point_in_time_of_an_opening_to_read_shows_nothing_of_what_a_writer_does_after_it() {
    Backend backend = open();
    append(backend, key("first"), 0, "event");
    assertStays(backend, open(BackendConfig.Mode.READ));
  }

  private static void assertStays(Backend writer, Backend looked) {
    fillWithSnapshots(writer);
    try (Backend moment = looked.pointInTime()) {
      List<String> shown = describe(moment);
      store(writer, keeping(writer, ONE, 4000, 1, 4000));
      append(writer, ONE, 4000, "later");
      store(writer, purging(writer, key("two"), 3));
      append(writer, key("three"), 0, "later");
      append(writer, new StreamKey("later", "thing", "one"), 0, "later");
      assertEquals(shown, describe(moment));
      assertWhole(moment);
      assertEquals(looked.info(), moment.info());
      assertThrows(BackendException.Misconfigured.class, moment::pointInTime);
      assertThrows(BackendException.Misconfigured.class,
          () -> moment.commit(List.of(appending(writer, ONE, 4001, "by a point in time"))));
      try (Backend next = looked.pointInTime()) {
        assertEquals(4001, head(next, ONE).last());
      }
    }
    assertEquals(4001, head(looked, ONE).last());
    assertWhole(looked);
  }

  private static void assertWhole(Backend backend) {
    List<String> damages = new ArrayList<>();
    backend.verify(damage -> damages.add(String.valueOf(damage.getMessage())));
    assertEquals(List.of(), damages);
  }

  private static void fillWithSnapshots(Backend writer) {
    fill(writer, ONE, 4000);
    store(writer, keeping(writer, ONE, 1000, 2, 0));
    store(writer, keeping(writer, ONE, 3000, 2, 500));
    fill(writer, key("two"), 3);
  }

  private static List<String> describe(Backend moment) {
    List<String> shown = new ArrayList<>(moment.stores());
    for (StreamHead head : all(moment.streams("main", Optional.empty()))) {
      shown.add(head.toString());
      shown.addAll(texts(moment, head.stream()));
      for (long atMost : List.of(2999L, Long.MAX_VALUE)) {
        try (Recovery recovery = moment.recover(head.stream(), atMost)) {
          assertEquals(head, recovery.head());
          shown.add(recovery.snapshot().map(snapshot -> "state " + snapshot.sequence()).orElse("no state"));
          shown.addAll(texts(recovery.events()));
        }
      }
    }
    if (moment.info().globalLog()) {
      try (LogCursor log = moment.log("main", Position.START)) {
        shown.add(log.horizon() + ", deleted through " + log.deletedThrough());
        shown.addAll(texts(log));
      }
    }
    return shown;
  }
}
