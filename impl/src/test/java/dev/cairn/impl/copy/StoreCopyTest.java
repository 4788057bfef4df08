package dev.cairn.impl.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Persistence;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.AddAll;
import dev.cairn.impl.Ledger.Booked;
import dev.cairn.impl.Ledger.Entry;
import dev.cairn.impl.Ledger.Sum;
import dev.cairn.impl.Ledger.Total;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a store with every kind of history. */
class StoreCopyTest {
  private static final Map<String, ActorType<Entry<?>, Booked, Sum>> TYPES = Map.of(
      "everything", Ledger.TYPE.in("a").with(Persistence.full()),
      "compacted", Ledger.TYPE.in("b").with(Persistence.full().snapshotEvery(5).compactOnSnapshot(true)),
      "light", Ledger.TYPE.in("c").with(Persistence.light()),
      "state", Ledger.TYPE.in("d").with(Persistence.stateOnly()));
  private static final StoreCopy.Progress SILENT = (phase, events, all) -> {};

  @TempDir
  Path folder;

  private Path original = Path.of("");
  private Path copy = Path.of("");

  @BeforeEach
  void storesEveryKindOfHistory() {
    original = folder.resolve("original");
    copy = folder.resolve("copy");
    try (ActorSystem system = ActorSystem.builder().data(original).backend("sqlite").open()) {
      TYPES.forEach((id, type) -> {
        var ledger = system.entity(type, id);
        for (long i = 1; i <= 23; i++) {
          ledger.ask("add-" + i, new Add(i));
        }
        ledger.ask(new AddAll(List.of(100L, 200L)));
      });
    }
  }

  @Test
  void the_copy_has_the_same_log_the_same_streams_and_the_same_states() {
    StoreCopy.Result result = StoreCopy.of(original, copy).run(SILENT);
    assertEquals(4, result.streams());
    assertEquals(shown(original), shown(copy));
    assertStates();
  }

  @Test
  void a_command_that_was_executed_before_the_copy_is_not_executed_after_it() {
    StoreCopy.of(original, copy).run(SILENT);
    try (ActorSystem system = ActorSystem.builder().data(copy).open()) {
      TYPES.forEach((id, type) -> assertTrue(
          system.entity(type, id).tryAsk("add-23", new Add(23)).toString().startsWith("Done"), id));
    }
  }

  @Test
  void a_copy_that_was_cut_off_is_no_store_and_goes_on() {
    assertThrows(IllegalStateException.class, () -> StoreCopy.of(original, copy).run((phase, events, all) -> {
      if (phase == StoreCopy.Phase.COMPARING) {
        throw new IllegalStateException("cut off");
      }
    }));
    assertThrows(StoreRefused.class, () -> ActorSystem.builder().data(copy).backend("sqlite").open());
    StoreCopy.of(original, copy).run(SILENT);
    assertEquals(shown(original), shown(copy));
    assertStates();
  }

  @Test
  void a_copy_is_a_store_of_its_own() {
    StoreCopy.of(original, copy).run(SILENT);
    try (var one = StoreInspector.open(original); var other = StoreInspector.open(copy)) {
      for (int i = 0; i < one.stores().size(); i++) {
        assertEquals(one.stores().get(i).name(), other.stores().get(i).name());
        assertTrue(!one.stores().get(i).id().equals(other.stores().get(i).id()), () -> one.stores().toString());
      }
    }
  }

  @Test
  void what_holds_something_else_is_left_alone() throws IOException {
    Files.writeString(Files.createDirectory(copy).resolve("letter.txt"), "dear");
    assertThrows(StoreRefused.class, () -> StoreCopy.of(original, copy).run(SILENT));
    assertThrows(StoreRefused.class, () -> StoreCopy.of(original, original).run(SILENT));
    assertThrows(StoreRefused.class,
        () -> StoreCopy.of(original, folder.resolve("none")).backend("memory").run(SILENT));
    assertEquals("dear", Files.readString(copy.resolve("letter.txt")));
  }

  @Test
  void a_store_that_is_in_use_is_copied_as_it_was() {
    try (ActorSystem system = ActorSystem.builder().data(original).open()) {
      var ledger = system.entity(TYPES.get("everything"), "everything");
      StoreCopy.of(original, copy).run((phase, events, all) -> ledger.ask(new Add(1)));
      assertTrue(ledger.ask(new Total()).events() > 25);
    }
    try (ActorSystem system = ActorSystem.builder().data(copy).open()) {
      Sum sum = system.entity(TYPES.get("everything"), "everything").ask(new Total());
      assertTrue(sum.events() >= 25, sum::toString);
    }
  }

  @Test
  void everything_of_a_healthy_store_is_verified() {
    try (var inspector = StoreInspector.open(original)) {
      List<StoreInspector.Damage> damages = new ArrayList<>();
      StoreInspector.Check check = inspector.verify(damages::add, events -> {});
      assertEquals(List.of(), damages);
      assertEquals(4, check.streams());
    }
  }

  private void assertStates() {
    try (ActorSystem system = ActorSystem.builder().data(copy).open()) {
      TYPES.forEach((id, type) -> assertEquals(new Sum(576, 25), system.entity(type, id).ask(new Total()), id));
    }
  }

  /** All that is stored, without positions, which begin anew. */
  private static Map<String, List<String>> shown(Path data) {
    Map<String, List<String>> all = new TreeMap<>();
    try (var inspector = StoreInspector.open(data)) {
      for (var store : inspector.stores()) {
        List<String> lines = new ArrayList<>();
        inspector.streams(store.name(), stream -> {
          lines.add(stream.toString());
          lines.add(String.valueOf(inspector.state(stream)));
        });
        inspector.log(store.name(), Optional.empty(), entry -> lines.add(entry.stream() + " " + entry.event().sequence()
            + " " + entry.event().time() + " " + entry.event().commandId() + " " + entry.event().fields()));
        all.put(store.name(), lines);
      }
    }
    return all;
  }
}
