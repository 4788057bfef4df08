package dev.cairn.pekko.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.StoreCopy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the queries give, and what they do not. */
final class QueriesTest {
  @TempDir
  Path folder;

  private Desk open() {
    return new Desk(TestLocations.config("sqlite", folder.resolve("store")));
  }

  @Test
  void a_query_by_tag_gives_the_events_in_the_order_of_their_commits_and_goes_on_from_an_offset() {
    Offset second;
    try (Desk desk = open()) {
      desk.write("a|1", "one", "odd");
      desk.write("b|1", "two", "even");
      desk.write("b|1", "three", "odd", "prime");
      desk.write("c|1", "four");
      desk.write("a|1", "five", "odd");
      List<EventEnvelope> odd = desk.all(desk.queries().currentEventsByTag("odd", Offset.noOffset()));
      assertEquals(List.of("one a|1 1", "three b|1 2", "five a|1 2"), shown(odd));
      second = odd.get(1).offset();
    }
    try (Desk desk = open()) {
      assertEquals(List.of("five a|1 2"), shown(desk.all(desk.queries().currentEventsByTag("odd", second))));
    }
  }

  @Test
  void a_live_query_gives_what_is_stored_later_and_nothing_twice() {
    try (Desk desk = open()) {
      desk.write("a|1", "before", "x");
      CompletionStage<List<EventEnvelope>> live = desk.queries().eventsByTag("x", Offset.noOffset()).take(101)
          .runWith(Sink.seq(), desk.system());
      IntStream.range(0, 100).forEach(each -> desk.write("a|" + each % 7, each + " ", "x"));
      List<String> texts = Desk.outcome(live).stream().map(each -> (String) each.event()).toList();
      assertEquals(Stream.concat(Stream.of("before"), IntStream.range(0, 100).mapToObj(each -> each + " ")).toList(),
          texts);
    }
  }

  @Test
  void the_slices_give_every_event_of_their_entity_type_once() {
    try (Desk desk = open()) {
      IntStream.range(0, 60).forEach(each -> desk.write("thing|" + each % 20, "t" + each));
      desk.write("other|1", "not this");
      List<String> all = new ArrayList<>();
      for (var range : desk.queries().sliceRanges(4)) {
        desk.all(desk.queries().<String>currentEventsBySlices("thing", range.first(), range.second(),
            Offset.noOffset())).forEach(each -> all.add(each.event()));
      }
      assertEquals(60, all.size());
      assertEquals(60, new TreeSet<>(all).size());
    }
  }

  @Test
  void deleted_events_do_not_come_and_the_highest_sequence_number_stays() {
    try (Desk desk = open()) {
      IntStream.rangeClosed(1, 6).forEach(each -> desk.write("a|1", each + "", "x"));
      desk.write("b|1", "b", "x");
      assertEquals("deleted", desk.ask("a|1", new Scribe.Delete(4)));
    }
    try (Desk desk = open()) {
      assertEquals("56", desk.ask("a|1", new Scribe.Read()));
      desk.write("a|1", "7", "x");
      assertEquals(List.of("5 a|1 5", "6 a|1 6", "b b|1 1", "7 a|1 7"),
          shown(desk.all(desk.queries().currentEventsByTag("x", Offset.noOffset()))));
      assertEquals(List.of("5 a|1 5", "6 a|1 6", "7 a|1 7"),
          shown(desk.all(desk.queries().currentEventsByPersistenceId("a|1", 1, Long.MAX_VALUE))));
      assertEquals("deleted", desk.ask("a|1", new Scribe.Delete(Long.MAX_VALUE)));
    }
    try (Desk desk = open()) {
      desk.write("a|1", "8");
      assertEquals(List.of("8 a|1 8"), shown(desk.all(desk.queries().currentEventsByPersistenceId("a|1", 0, 100))));
    }
  }

  @Test
  void a_live_query_of_one_actor_ends_with_the_last_event_that_was_asked_for() {
    try (Desk desk = open()) {
      desk.write("a|1", "1");
      CompletionStage<List<EventEnvelope>> live = desk.queries().eventsByPersistenceId("a|1", 1, 3)
          .runWith(Sink.seq(), desk.system());
      desk.write("a|1", "2");
      desk.write("a|1", "3");
      desk.write("a|1", "4");
      assertEquals(List.of("1 a|1 1", "2 a|1 2", "3 a|1 3"), shown(Desk.outcome(live)));
    }
  }

  @Test
  void the_persistence_ids_come_once_each_also_those_that_begin_later() {
    try (Desk desk = open()) {
      List.of("b", "a", "c").forEach(each -> desk.write(each, "x"));
      assertEquals(List.of("a", "b", "c"), desk.all(desk.queries().currentPersistenceIds()));
      assertEquals(List.of("b"), desk.all(desk.queries().currentPersistenceIds(java.util.Optional.of("a"), 1)));
      CompletionStage<List<String>> live = desk.queries().persistenceIds().take(4).runWith(Sink.seq(), desk.system());
      desk.write("aa", "x");
      desk.write("a", "y");
      assertEquals(new TreeSet<>(List.of("a", "aa", "b", "c")), new TreeSet<>(Desk.outcome(live)));
    }
  }

  @Test
  void an_offset_is_good_in_a_copy_and_refused_where_its_event_is_gone() {
    Offset second;
    Offset third;
    try (Desk desk = open()) {
      IntStream.rangeClosed(1, 5).forEach(each -> desk.write("a|" + each % 2, each + "", "x"));
      List<EventEnvelope> all = desk.all(desk.queries().currentEventsByTag("x", Offset.noOffset()));
      second = all.get(1).offset();
      third = all.get(2).offset();
      desk.ask("a|0", new Scribe.Delete(1));
    }
    StoreCopy.of(folder.resolve("store"), folder.resolve("copy")).backend("rocksdb").run((phase, done, all) -> {});
    try (Desk desk = new Desk(TestLocations.config("rocksdb", folder.resolve("copy")))) {
      assertEquals(List.of("4 a|0 2", "5 a|1 3"),
          shown(desk.all(desk.queries().currentEventsByTag("x", third))));
      CompletionException gone = assertThrows(CompletionException.class,
          () -> desk.all(desk.queries().currentEventsByTag("x", second)));
      assertInstanceOf(HistoryCompacted.class, root(gone));
      CompletionException foreign = assertThrows(CompletionException.class,
          () -> desk.all(desk.queries().currentEventsByTag("x", Offset.sequence(3))));
      assertInstanceOf(IllegalArgumentException.class, root(foreign));
    }
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  @Test
  void pekko_serializes_an_offset() {
    try (Desk desk = open()) {
      desk.write("a|with spaces", "1", "x");
      Offset offset = desk.all(desk.queries().currentEventsByTag("x", Offset.noOffset())).getFirst().offset();
      var serialization = SerializationExtension.get(desk.system());
      byte[] bytes = serialization.serialize(offset).get();
      assertTrue(bytes.length < 100);
      var serializer = serialization.findSerializerFor(offset);
      String manifest = Serializers.manifestFor(serializer, offset);
      assertEquals(offset, serialization.deserialize(bytes, serializer.identifier(), manifest).get());
    }
  }

  @Test
  void one_event_is_found_with_its_time() {
    try (Desk desk = open()) {
      desk.write("a|1", "1");
      var envelope = Desk.outcome(desk.queries().<String>loadEnvelope("a|1", 1));
      assertEquals("1 a 1", envelope.event() + " " + envelope.entityType() + " " + envelope.sequenceNr());
      assertEquals(envelope.timestamp(),
          Desk.outcome(desk.queries().timestampOf("a|1", 1)).orElseThrow().toEpochMilli());
      assertTrue(Desk.outcome(desk.queries().timestampOf("a|1", 2)).isEmpty());
      assertThrows(CompletionException.class, () -> Desk.outcome(desk.queries().loadEnvelope("a|1", 2)));
    }
  }

  private static List<String> shown(List<EventEnvelope> envelopes) {
    return envelopes.stream().map(each -> each.event() + " " + each.persistenceId() + " " + each.sequenceNr()).toList();
  }
}
