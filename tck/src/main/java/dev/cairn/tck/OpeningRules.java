package dev.cairn.tck;

import static dev.cairn.spi.BackendConfig.Mode.CREATE;
import static dev.cairn.spi.BackendConfig.Mode.READ;
import static dev.cairn.spi.BackendConfig.Mode.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Claim;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Durability;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Rules O: opening, reopening, locking, closing. */
abstract class OpeningRules extends Rules {
  private static final StreamKey ONE = key("one");

  OpeningRules(BackendProvider provider) {
    super(provider);
  }

  @Test
  void o1_each_opening_to_write_has_a_higher_generation() {
    long newest = 0;
    for (int round = 0; round < 5; round++) {
      Backend backend = open();
      assertTrue(backend.info().generation() > newest, "generation " + backend.info().generation());
      newest = backend.info().generation();
      backend.close();
    }
  }

  @Test
  void o2_a_backend_names_itself_as_its_provider_does() {
    assertTrue(provider.name().matches("[a-z][a-z0-9-]{0,31}"), provider.name());
    assertEquals(provider.name(), open().info().name());
  }

  @Test
  void o3_after_closing_every_call_says_that_it_is_closed() {
    Backend backend = open();
    Commit commit = appending(backend, ONE, 0, "a");
    boolean hasLog = backend.info().globalLog();
    backend.close();
    backend.close();
    List<Executable> calls = List.of(backend::info, backend::stores, () -> backend.commit(List.of(commit)),
        () -> backend.claim(ONE), () -> backend.renew(ONE, 1), () -> backend.takeOver(ONE), () -> backend.settle(1),
        () -> backend.hold("main", "reader", Position.START),
        () -> backend.release("main", "reader", Optional.empty()), () -> backend.recover(ONE, 0),
        () -> backend.events(ONE, 1, 1),
        () -> backend.streams("main", Optional.empty()), backend::pointInTime, backend::statistics,
        hasLog ? () -> backend.log("main", Position.START) : backend::info);
    calls.forEach(call -> assertThrows(BackendException.Closed.class, call));
  }

  @Test
  void o4_closing_a_backend_ends_its_cursors() {
    Backend backend = open();
    fill(backend, ONE, 2);
    Cursor<StoredEvent> events = backend.events(ONE, 1, 2);
    Cursor<StoredEvent> log = log(backend, "main", Position.START);
    events.next();
    backend.close();
    assertThrows(BackendException.Closed.class, events::next);
    assertThrows(BackendException.Closed.class, log::next);
    log.close();
  }

  @Test
  void o5_what_was_stored_is_there_after_reopening() {
    Backend backend = open();
    fill(backend, ONE, 5);
    store(backend, keeping(backend, ONE, 3, 2, 2));
    append(backend, new StreamKey("second", "thing", "two"), 0, "x");
    List<StreamHead> heads = all(backend.streams("main", Optional.empty()));
    backend.close();
    Backend again = open();
    assertEquals(heads, all(again.streams("main", Optional.empty())));
    assertEquals(List.of("main", "second"), again.stores());
    assertEquals(List.of("3", "4", "5"), texts(log(again, "main", Position.START)));
    assertEquals(List.of("4", "5"), texts(again.recover(ONE, Long.MAX_VALUE).events()));
    assertEquals(new CommitResult.Conflict(5), commit(again, appending(again, ONE, 4, "again")));
    append(again, ONE, 5, "6");
  }

  @Test
  void o6_a_second_writer_is_refused_and_told_who_holds_the_location() {
    requireClaim(!multiProcess(), "one writer at a time");
    Backend backend = open();
    BackendException.Locked refusal = assertThrows(BackendException.Locked.class, this::open);
    assertTrue(refusal.holder().contains(Long.toString(ProcessHandle.current().pid())), refusal.holder());
    append(backend, ONE, 0, "the first one goes on");
    assertThrows(BackendException.Locked.class, this::open);
  }

  @Test
  void o7_closing_frees_the_location_and_closing_again_frees_nobody_else() {
    requireClaim(!multiProcess(), "one writer at a time");
    Backend first = open();
    first.close();
    Backend second = open();
    first.close();
    assertThrows(BackendException.Locked.class, this::open);
    append(second, ONE, 0, "a");
  }

  @Test
  void o8_commits_of_an_earlier_opening_are_fenced_until_its_claim_is_renewed() {
    requireClaim(!multiProcess(), "one writer at a time");
    Backend first = open();
    long old = first.claim(ONE).epoch();
    first.close();
    Backend second = open();
    assertEquals(new CommitResult.Fenced(second.info().generation()),
        commit(second, Commit.append(ONE, old, 0, records("late"))));
    assertEquals(StreamHead.empty(ONE), head(second, ONE));
    Claim renewed = second.renew(ONE, old);
    assertEquals(new Claim(second.info().generation(), StreamHead.empty(ONE)), renewed);
    store(second, Commit.append(ONE, renewed.epoch(), 0, records("goes on")));
  }

  @Test
  void o9_a_reader_works_beside_the_writer_and_claims_nothing() {
    Backend writer = open();
    append(writer, ONE, 0, "a");
    Backend reader = open(READ);
    append(writer, ONE, 1, "b");
    assertEquals(writer.info().generation(), reader.info().generation());
    assertEquals(List.of("a", "b"), texts(reader, ONE));
    assertEquals(List.of("a", "b"), texts(log(reader, "main", Position.START)));
    assertThrows(BackendException.class, () -> reader.commit(List.of(appending(writer, ONE, 2, "c"))));
    reader.close();
    append(writer, ONE, 2, "c");
    assertEquals(List.of("a", "b", "c"), texts(writer, ONE));
  }

  @Test
  void o10_a_reader_works_without_a_writer_and_goes_on_when_one_comes() {
    Backend writer = open();
    Position first = append(writer, ONE, 0, "a");
    writer.close();
    Backend reader = open(READ);
    assertEquals(List.of("a"), texts(reader, ONE));
    Backend again = open();
    Position second = append(again, ONE, 1, "b");
    assertEquals(List.of(first, second),
        all(log(reader, "main", Position.START)).stream().map(event -> event.position()).toList());
  }

  @Test
  void o11_who_must_find_a_location_and_finds_none_is_refused_and_creates_nothing() {
    Path location = folder.resolve("nothing");
    assertThrows(BackendException.Unavailable.class, () -> open(location, READ, Map.of()));
    assertThrows(BackendException.Unavailable.class, () -> open(location, WRITE, Map.of()));
    assertFalse(Files.exists(location));
    open(location, CREATE, Map.of()).close();
    open(location, WRITE, Map.of()).close();
    open(location, READ, Map.of());
  }

  @Test
  void o12_an_unknown_setting_is_refused_by_name_before_anything_is_touched() {
    Path location = folder.resolve("misspelt");
    BackendException refusal = assertThrows(BackendException.Misconfigured.class,
        () -> open(location, CREATE, Map.of("colour-of-the-disk", "green")));
    assertTrue(refusal.getMessage().contains("colour-of-the-disk"), refusal.getMessage());
    assertFalse(Files.exists(location));
    open(location, CREATE, Map.of()).close();
  }

  @Test
  void o13_a_durability_is_given_as_asked_or_refused_before_anything_is_touched() {
    List<Durability> given = new ArrayList<>();
    for (Durability durability : Durability.values()) {
      Path location = folder.resolve(durability.name());
      BackendConfig config = KitSettings.config(location, CREATE, Optional.of(durability));
      try (Backend backend = provider.open(config)) {
        assertEquals(durability, backend.info().durability());
        given.add(durability);
      } catch (BackendException.Misconfigured e) {
        assertFalse(Files.exists(location), "refused, but " + location + " was created");
      }
    }
    assertTrue(given.contains(open().info().durability()), "the default is not among " + given);
  }

  @Test
  void o14_locations_are_apart() {
    Backend one = open(folder.resolve("one"), CREATE, Map.of());
    Backend two = open(folder.resolve("two"), CREATE, Map.of());
    append(one, ONE, 0, "a");
    assertEquals(List.of("a"), texts(one, ONE));
    assertEquals(List.of(), texts(two, ONE));
    assertEquals(List.of(), two.stores());
  }

  @Test
  void o16_a_point_in_time_ends_when_it_or_its_opening_is_closed_and_frees_nothing_else() {
    Backend backend = open();
    fill(backend, ONE, 2);
    Backend moment = backend.pointInTime();
    moment.close();
    moment.close();
    assertThrows(BackendException.Closed.class, moment::stores);
    append(backend, ONE, 2, "the session goes on");
    Backend left = backend.pointInTime();
    Cursor<StoredEvent> events = left.events(ONE, 1, 3);
    events.next();
    backend.close();
    for (Executable call : List.<Executable>of(left::stores, left::info, () -> left.events(ONE, 1, 1), events::next)) {
      assertThrows(BackendException.Closed.class, call);
    }
    left.close();
    assertEquals(3, head(open(), ONE).last());
  }

  @Test
  void o15_where_several_processes_write_a_claim_fences_whoever_held_the_stream_before() {
    requireClaim(multiProcess(), "several processes that write");
    Backend first = open();
    Backend second = open();
    append(first, ONE, 0, "a");
    long old = first.claim(ONE).epoch();
    Claim newer = second.claim(ONE);
    assertEquals(new CommitResult.Fenced(newer.epoch()), commit(first, Commit.append(ONE, old, 1, records("late"))));
    store(second, Commit.append(ONE, newer.epoch(), 1, records("b")));
    Claim back = first.claim(ONE);
    assertEquals(new CommitResult.Fenced(back.epoch()),
        commit(second, Commit.append(ONE, newer.epoch(), 2, records("late"))));
    store(first, Commit.append(ONE, back.epoch(), 2, records("c")));
    assertEquals(List.of("a", "b", "c"), texts(second, ONE));
  }
}
