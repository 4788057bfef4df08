package dev.cairn.impl.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.Durability;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.KeyRing;
import dev.cairn.api.NewEvent;
import dev.cairn.api.StoreCompaction;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreHead;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreInspector.Damage;
import dev.cairn.api.StoreInspector.Proof;
import dev.cairn.api.StreamRef;
import dev.cairn.api.StreamType;
import dev.cairn.impl.TestKeys;
import dev.cairn.spi.StreamKey;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A head that was kept elsewhere proves the past of a store, whatever somebody did to it. */
@ParameterizedClass
@ValueSource(strings = { "sqlite", "rocksdb" })
@Timeout(60)
class HeadProofTest {
  private static final StreamKey A = new StreamKey("main", "book", "a");
  private static final StreamKey B = new StreamKey("main", "book", "b");

  record Booked(long cents) {}

  record Balance(long cents) {}

  static final StreamType<Booked, Balance> BOOK =
      StreamType.of(MethodHandles.lookup(), "book", Booked.class, Balance.class);

  @TempDir
  Path folder;

  @Parameter
  String backend = "";

  private Path data() {
    return folder.resolve("data");
  }

  private ActorSystem open(boolean chain) {
    return open(data(), chain);
  }

  private ActorSystem open(Path data, boolean chain) {
    return ActorSystem.builder().data(data).backend(backend).durability(Durability.OS).chain(chain).open();
  }

  private static void book(ActorSystem system, String id, long... cents) {
    StreamRef<Booked, Balance> stream = system.streams("main").stream(BOOK, id);
    stream.append(LongStream.of(cents).mapToObj(Booked::new).map(NewEvent::of).toList());
  }

  /** Twice three events each, in a chained store. */
  private void fill() {
    try (ActorSystem system = open(true)) {
      book(system, "a", 1, 2, 3);
      book(system, "b", 4, 5, 6);
      book(system, "a", 7, 8, 9);
    }
  }

  private static Optional<StoreHead> headIn(Path data) {
    try (StoreInspector inspector = StoreInspector.open(data)) {
      return inspector.head("main");
    }
  }

  private StoreHead head() {
    return headIn(data()).orElseThrow();
  }

  private static Proof prove(Path data, StoreHead head) {
    try (StoreInspector inspector = StoreInspector.open(data)) {
      return inspector.prove(head);
    }
  }

  private static void assertProven(Path data, StoreHead head) {
    Proof proof = prove(data, head);
    assertEquals(Optional.empty(), proof.difference());
    assertTrue(proof.events() > 0);
    assertEquals(List.of(), damages(data));
  }

  private static List<Damage> damages(Path data) {
    List<Damage> found = new ArrayList<>();
    try (StoreInspector inspector = StoreInspector.open(data)) {
      inspector.verify(found::add, events -> {});
    }
    return found;
  }

  private static Damage difference(Path data, StoreHead head) {
    return prove(data, head).difference().orElseThrow();
  }

  private Path forged(Forgery forgery) {
    Path forged = folder.resolve("forged");
    forgery.writeTo(forged, backend);
    return forged;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void a_store_has_what_a_head_says_also_after_more_was_written() {
    fill();
    StoreHead head = head();
    assertEquals(64, head.hash().length());
    assertProven(data(), head);
    try (ActorSystem system = open(false)) {
      book(system, "c", 10);
      assertProven(data(), head());
    }
    assertProven(data(), head);
    assertTrue(head().position().compareTo(head.position()) > 0);
  }

  @Test
  void what_was_made_anew_without_a_change_is_the_same_history() {
    fill();
    assertProven(forged(Forgery.of(data())), head());
  }

  @Test
  void a_byte_of_an_event_that_was_changed_with_a_right_checksum_is_named_also_without_a_head() {
    fill();
    Forgery forgery = Forgery.of(data());
    forgery.entries().replaceAll(entry -> entry.isEvent(A, 2) ? forgery.changed(entry) : entry);
    Path forged = forged(forgery);
    Damage difference = difference(forged, head());
    assertTrue(difference.place().startsWith("event 2 of stream /book/a at position "), difference::toString);
    assertTrue(difference.what().contains("not the bytes"), difference::toString);
    assertEquals(List.of(difference), damages(forged));
  }

  @Test
  void two_events_that_changed_places_are_named_at_the_first() {
    fill();
    Forgery forgery = Forgery.of(data());
    Collections.swap(forgery.entries(), forgery.indexOf(B, 1), forgery.indexOf(B, 3));
    Damage difference = difference(forged(forgery), head());
    assertTrue(difference.place().startsWith("event 1 of stream /book/b at "), difference::toString);
  }

  @Test
  void events_of_two_streams_that_changed_places_are_named_at_the_first() {
    fill();
    Forgery forgery = Forgery.of(data());
    Collections.swap(forgery.entries(), forgery.indexOf(A, 3), forgery.indexOf(B, 1));
    Damage difference = difference(forged(forgery), head());
    assertTrue(difference.place().startsWith("event 1 of stream /book/b at "), difference::toString);
    assertTrue(difference.what().contains("exchanged"), difference::toString);
  }

  @Test
  void an_event_that_was_left_out_is_named_where_it_was() {
    fill();
    StoreHead head = head();
    Forgery forgery = Forgery.of(data());
    int last = forgery.indexOf(A, 6);
    forgery.entries().set(last, Forgery.filler());
    Damage difference = difference(forged(forgery), head);
    assertTrue(difference.place().startsWith("event 6 of stream /book/a at "), difference::toString);
    assertTrue(difference.what().contains("not there any more"), difference::toString);
    Forgery shorter = Forgery.of(data());
    shorter.entries().remove(shorter.indexOf(A, 2));
    shorter.writeTo(folder.resolve("shorter"), backend);
    Damage moved = difference(folder.resolve("shorter"), head);
    assertTrue(moved.place().startsWith("event 2 of stream /book/a at "), moved::toString);
  }

  @Test
  void an_event_that_was_put_in_is_named() {
    fill();
    Forgery forgery = Forgery.of(data());
    int place = forgery.indexOf(B, 1);
    forgery.entries().add(place, forgery.entries().get(place));
    Damage difference = difference(forged(forgery), head());
    assertTrue(difference.place().startsWith("event 2 of stream /book/b at "), difference::toString);
  }

  @Test
  void a_tail_that_was_cut_off_is_named_by_the_place_where_the_log_ends_now() {
    fill();
    StoreHead head = head();
    Forgery forgery = Forgery.of(data());
    int cut = forgery.indexOf(A, 4);
    forgery.entries().subList(cut, forgery.entries().size()).clear();
    Path forged = forged(forgery);
    Damage difference = difference(forged, head);
    assertTrue(difference.place().matches("the log of store main after position \\d+:\\d+"), difference::toString);
    assertTrue(difference.what().contains("the head is at position " + head.position()), difference::toString);
    assertEquals(List.of(), damages(forged), "without a head nothing is to be seen");
  }

  @Test
  void a_chain_that_was_taken_away_is_missed() {
    fill();
    Forgery forgery = Forgery.of(data());
    forgery.entries().removeIf(Forgery.Entry::isOfChain);
    assertTrue(difference(forged(forgery), head()).what().contains("no hash chain any more"));
  }

  @Test
  void an_old_copy_that_was_put_back_is_found_also_after_it_was_written_on() throws IOException {
    fill();
    Path old = folder.resolve("old");
    copy(data(), old);
    StoreHead before = head();
    try (ActorSystem system = open(false)) {
      book(system, "a", LongStream.range(10, 20).toArray());
    }
    StoreHead head = head();
    assertProven(old, before);
    assertTrue(difference(old, head).what().contains("an old copy was put back"));
    try (ActorSystem system = open(old, false)) {
      book(system, "a", LongStream.range(50, 80).toArray());
    }
    assertProven(old, before);
    Damage difference = difference(old, head);
    assertTrue(difference.what().contains("another history than that of the head"), difference::toString);
  }

  @Test
  void where_the_whole_chain_was_made_anew_the_earlier_places_of_the_head_narrow_it() {
    long[] many = LongStream.range(0, 600).toArray();
    try (ActorSystem system = open(true)) {
      book(system, "a", many);
      book(system, "b", many);
    }
    StoreHead head = head();
    assertTrue(head.earlier().size() >= 3, head::toString);
    Forgery forgery = Forgery.of(data());
    forgery.entries().replaceAll(entry -> entry.isOfChain() ? Forgery.filler() : entry);
    forgery.entries().replaceAll(entry -> entry.isEvent(B, 300) ? forgery.changed(entry) : entry);
    Path forged = forged(forgery);
    try (ActorSystem system = open(forged, true)) {
      assertEquals(600, system.streams("main").stream(BOOK, "b").lastSequence());
    }
    assertTrue(damages(forged).stream().allMatch(each -> each.place().contains("/_chain/filler")),
        "without a head nothing else is to be seen");
    Damage difference = difference(forged, head);
    long changed = forgery.indexOf(B, 300) + 1;
    List<Long> named = Stream.of(difference.place(), difference.what().replaceFirst("(?s) it is another.*", ""))
        .map(text -> Long.valueOf(text.replaceFirst("(?s).*position \\d+:(\\d+).*", "$1"))).toList();
    assertTrue(named.get(0) < changed && changed <= named.get(1) && named.get(1) - named.get(0) < 400,
        () -> changed + ": " + difference);
  }

  @Test
  void a_store_is_chained_only_where_it_was_asked_for_and_then_all_of_its_log_is() {
    try (ActorSystem system = open(false)) {
      book(system, "a", 1, 2, 3);
    }
    assertEquals(Optional.empty(), headIn(data()));
    try (ActorSystem system = open(true)) {
      book(system, "b", 4);
    }
    StoreHead head = head();
    assertProven(data(), head);
    Forgery forgery = Forgery.of(data());
    forgery.entries().replaceAll(entry -> entry.isEvent(A, 2) ? forgery.changed(entry) : entry);
    assertTrue(difference(forged(forgery), head).place().startsWith("event 2 of stream /book/a"));
  }

  @Test
  void compaction_and_purge_take_events_and_leave_the_chain() {
    fill();
    StoreHead head = head();
    try (ActorSystem system = open(false)) {
      StreamRef<Booked, Balance> a = system.streams("main").stream(BOOK, "a");
      a.putSnapshot(6, new Balance(30), 1);
      book(system, "b", 11);
      system.streams("main").stream(BOOK, "b").purge();
      assertEquals(4, a.deleteThrough(4));
    }
    assertProven(data(), head);
    assertEquals(7, prove(data(), head).deleted());
    StoreCompaction.of(data()).run((done, all) -> {});
    assertEquals(9, prove(data(), head).deleted());
    assertProven(data(), head);
    assertProven(data(), head());
  }

  @Test
  void a_copy_has_a_chain_of_its_own() {
    fill();
    Path copied = folder.resolve("copied");
    StoreCopy.of(data(), copied).backend(backend.equals("sqlite") ? "rocksdb" : "sqlite").run((phase, done, all) -> {});
    assertTrue(difference(copied, head()).what().contains("another store"));
    assertProven(copied, headIn(copied).orElseThrow());
  }

  @Test
  void what_a_kill_leaves_at_any_moment_has_all_heads_that_were_ever_shown() throws IOException {
    List<StoreHead> heads = new ArrayList<>();
    try (ActorSystem system = open(true)) {
      for (int i = 0; i < 5; i++) {
        book(system, "a", LongStream.range(0, 150).toArray()); // a record of the chain is stored at some of these
        heads.add(head());
        Path image = folder.resolve("killed" + i);
        copy(data(), image);
        for (StoreHead head : heads) {
          assertEquals(Optional.empty(), prove(image, head).difference());
        }
        try (ActorSystem next = open(image, false)) {
          book(next, "b", 1);
        }
        assertProven(image, heads.getLast());
      }
    }
    heads.forEach(head -> assertProven(data(), head));
  }

  @Test
  void a_sealed_store_is_proven_with_its_key() {
    KeyRing keys = KeyRing.of(EncryptedKey.of(TestKeys.random()));
    try (ActorSystem system = ActorSystem.builder().data(data()).backend(backend).chain(true).keys(keys).open()) {
      book(system, "a", 1, 2, 3);
    }
    try (StoreInspector inspector = StoreInspector.open(data(), keys)) {
      StoreHead head = inspector.head("main").orElseThrow();
      assertEquals(Optional.empty(), inspector.prove(head).difference());
    }
  }
}
