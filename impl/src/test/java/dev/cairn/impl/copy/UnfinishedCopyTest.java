package dev.cairn.impl.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.Persistence;
import dev.cairn.api.StoreCompaction;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.copy.Counter.Next;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies that were cut off at some moment, and what their originals did meanwhile. */
class UnfinishedCopyTest {
  private static final StoreCopy.Progress SILENT = (phase, events, all) -> {};
  private static final Map<String, Persistence> POLICIES = Map.of("full", Persistence.full(), "light",
      Persistence.light(), "state", Persistence.stateOnly(), "compacted",
      Persistence.full().snapshotEvery(5).compactOnSnapshot(true).keepSnapshots(1));

  @TempDir
  Path folder;

  private Path original = Path.of("");
  private Path copy = Path.of("");

  @BeforeEach
  void storesSomething() {
    original = folder.resolve("original");
    copy = folder.resolve("copy");
    count(12, "counter");
  }

  private void count(int times, String type) {
    try (ActorSystem system = ActorSystem.builder().data(original).backend("sqlite").open()) {
      POLICIES.forEach((id, policy) -> {
        var counter = system.entity(Counter.named(type, policy).in(id), id);
        for (int time = 0; time < times; time++) {
          counter.ask(new Next());
        }
      });
    }
  }

  private void cutOff(StoreCopy.Phase at) {
    assertThrows(IllegalStateException.class, () -> StoreCopy.of(original, copy).run((phase, events, all) -> {
      if (phase == at) {
        throw new IllegalStateException("cut off");
      }
    }));
  }

  private void assertGoesOn() {
    StoreCopy.of(original, copy).run(SILENT);
    assertEquals(shown(original), shown(copy));
    try (ActorSystem system = ActorSystem.builder().data(copy).open()) {
      assertTrue(system.entity(Counter.named("counter", Persistence.full()).in("full"), "full").ask(new Next()) > 12);
    }
  }

  private void assertRefused() throws IOException {
    String goesOn = "cairn copy " + original.toRealPath() + " " + copy + " --to sqlite";
    for (Throwable refusal : List.of(
        assertThrows(StoreRefused.class, () -> ActorSystem.builder().data(copy).backend("sqlite").open()),
        assertThrows(StoreRefused.class, () -> ActorSystem.builder().data(copy).open()),
        assertThrows(StoreRefused.class, () -> StoreInspector.open(copy)),
        assertThrows(StoreRefused.class, () -> StoreCompaction.of(copy).run((done, all) -> {})),
        assertThrows(StoreRefused.class, () -> StoreCopy.of(original, copy).backend("rocksdb").run(SILENT)),
        assertThrows(StoreRefused.class, () -> StoreCopy.of(copy, folder.resolve("other")).run(SILENT)))) {
      assertTrue(refusal.getMessage().contains("an unfinished copy")
          && refusal.getMessage().contains(goesOn), refusal.getMessage());
    }
  }

  @Test
  void a_copy_of_which_only_the_first_file_stands_is_refused_by_name_and_goes_on() throws IOException {
    cutOff(StoreCopy.Phase.COPYING);
    for (Path file : files()) {
      if (!file.endsWith("cairn.copy")) {
        Files.delete(file);
      }
    }
    assertRefused();
    assertEquals(List.of(copy.resolve("cairn.copy")), files());
    assertGoesOn();
  }

  @Test
  void a_copy_that_was_killed_while_it_wrote_its_first_file_is_refused_and_goes_on() throws IOException {
    Files.writeString(Files.createDirectory(copy).resolve("cairn.copy.new"), "fro");
    StoreRefused refusal =
        assertThrows(StoreRefused.class, () -> ActorSystem.builder().data(copy).backend("sqlite").open());
    assertTrue(refusal.getMessage().contains("an unfinished copy"), refusal.getMessage());
    assertGoesOn();
  }

  @Test
  void a_copy_that_was_cut_off_at_any_phase_is_refused_by_name_and_goes_on() throws IOException {
    for (StoreCopy.Phase phase : StoreCopy.Phase.values()) {
      cutOff(phase);
      assertRefused();
    }
    assertGoesOn();
  }

  @Test
  void a_copy_whose_original_has_gone_on_and_deleted_goes_on_all_the_same() {
    for (StoreCopy.Phase phase : StoreCopy.Phase.values()) {
      cutOff(phase);
      count(12, "counter");
    }
    assertGoesOn();
  }

  @Test
  void a_copy_whose_original_has_met_a_new_type_goes_on_with_it() {
    cutOff(StoreCopy.Phase.COMPARING);
    count(1, "another");
    assertGoesOn();
    try (StoreInspector inspector = StoreInspector.open(copy)) {
      assertEquals(List.of("full"), inspector.find("another/full").stream().map(StoreInspector.Stream::id).toList());
    }
  }

  @Test
  void a_folder_that_was_refused_for_a_backend_that_keeps_nothing_is_free_for_another() {
    assertThrows(StoreRefused.class, () -> StoreCopy.of(original, copy).backend("memory").run(SILENT));
    assertGoesOn();
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(copy)) {
      return files.toList();
    }
  }

  private static List<String> shown(Path data) {
    List<String> lines = new ArrayList<>();
    try (StoreInspector inspector = StoreInspector.open(data)) {
      for (StoreInspector.Store store : inspector.stores()) {
        inspector.streams(store.name(), stream -> {
          lines.add(stream.toString());
          lines.add(String.valueOf(inspector.state(stream)));
        });
        inspector.log(store.name(), Optional.empty(), entry -> lines.add(entry.stream() + " "
            + entry.event().sequence() + " " + entry.event().time() + " " + entry.event().fields()));
      }
      inspector.verify(damage -> lines.add(data + " is damaged: " + damage), events -> {});
    }
    return lines;
  }
}
