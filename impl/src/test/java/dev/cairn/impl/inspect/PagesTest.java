package dev.cairn.impl.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.Persistence;
import dev.cairn.api.StoreInspector;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Booked;
import dev.cairn.impl.Ledger.Entry;
import dev.cairn.impl.Ledger.Sum;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody who looks in from outside takes a part, and begins in the middle. */
class PagesTest {
  private static final ActorType<Entry<?>, Booked, Sum> TYPE =
      Ledger.TYPE.with(Persistence.full().snapshotEvery(4).keepSnapshots(3));

  @TempDir
  Path data;

  /** Ends a reading. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private ActorSystem open(String backend) {
    return ActorSystem.builder().data(data).backend(backend).open();
  }

  private static List<String> ids(StoreInspector inspector, String type, String from) {
    List<String> ids = new ArrayList<>();
    inspector.streams("main", type, from, stream -> ids.add(stream.id()));
    return ids;
  }

  private static List<Object> sums(StoreInspector inspector, ActorType<?, ?, ?> type, long from, long to) {
    List<Object> sums = new ArrayList<>();
    inspector.fold(inspector.find("a").get(0), type, from, to,
        state -> sums.add(state.through() + ":" + state.fields().get("total")));
    return sums;
  }

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void a_list_of_actors_begins_at_any_id_of_one_type(String backend) {
    try (ActorSystem system = open(backend)) {
      for (String id : List.of("\0", "a", "b/1", "b", "é", "z")) {
        system.entity(TYPE, id).ask(new Add(1));
      }
    }
    try (StoreInspector inspector = StoreInspector.open(data)) {
      assertEquals(List.of("\0", "a", "b", "b/1", "z", "é"), ids(inspector, TYPE.name(), ""));
      assertEquals(List.of("b", "b/1", "z", "é"), ids(inspector, TYPE.name(), "b"));
      assertEquals(List.of("b/1", "z", "é"), ids(inspector, TYPE.name(), "b!"));
      assertEquals(List.of(), ids(inspector, "other", ""));
      assertEquals(List.of(), ids(inspector, "_manifest", ""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void a_history_a_snapshot_and_the_states_are_read_from_the_middle(String backend) {
    try (ActorSystem system = open(backend)) {
      for (long amount = 1; amount <= 10; amount++) {
        system.entity(TYPE, "a").ask(new Add(amount));
      }
    }
    try (StoreInspector inspector = StoreInspector.open(data)) {
      StoreInspector.Stream stream = inspector.find("a").get(0);
      List<Long> sequences = new ArrayList<>();
      inspector.events(stream, 4, 6, event -> sequences.add(event.sequence()));
      assertEquals(List.of(4L, 5L, 6L), sequences);
      assertEquals(List.of(0L, 4L, 8L, 10L), List.of(3, 7, 9, 10).stream()
          .map(at -> inspector.state(stream, at).map(StoreInspector.State::sequence).orElse(0L)).toList());
      assertEquals(List.of("0:0", "1:1", "2:3"), sums(inspector, TYPE, 0, 2));
      assertEquals(List.of("3:6", "4:10", "5:15", "6:21"), sums(inspector, TYPE, 3, 6));
      assertEquals(List.of("9:45", "10:55"), sums(inspector, TYPE, 9, Long.MAX_VALUE));
      assertThrows(IllegalArgumentException.class, () -> sums(inspector, TYPE, 11, 12));
      assertThrows(IllegalArgumentException.class, () -> sums(inspector, TYPE, -1, 12));
    }
  }

  @Test
  void states_before_what_was_deleted_cannot_be_made() {
    ActorType<Entry<?>, Booked, Sum> compacting =
        Ledger.TYPE.with(Persistence.full().snapshotEvery(2).compactOnSnapshot(true).keepSnapshots(1));
    try (ActorSystem system = open("sqlite")) {
      for (long amount = 1; amount <= 3; amount++) {
        system.entity(compacting, "a").ask(new Add(amount));
      }
    }
    try (StoreInspector inspector = StoreInspector.open(data)) {
      assertThrows(HistoryCompacted.class, () -> sums(inspector, compacting, 1, 2));
      assertEquals(List.of("3:6"), sums(inspector, compacting, 3, 3));
    }
  }

  @Test
  void a_consumer_that_throws_ends_the_reading_and_the_next_one_goes_on() {
    try (ActorSystem system = open("sqlite")) {
      system.entity(TYPE, "a").ask(new Add(1));
      system.entity(TYPE, "b").ask(new Add(1));
    }
    try (StoreInspector inspector = StoreInspector.open(data)) {
      assertThrows(Enough.class, () -> inspector.streams("main", TYPE.name(), "", stream -> {
        throw new Enough();
      }));
      assertEquals(List.of("a", "b"), ids(inspector, TYPE.name(), ""));
    }
  }
}
