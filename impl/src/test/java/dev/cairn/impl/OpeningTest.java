package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.BackendNotChosen;
import dev.cairn.api.Durability;
import dev.cairn.api.InvalidName;
import dev.cairn.api.StoreCompaction;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreException;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreLocked;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Total;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What a folder says of itself, and what happens to those who do not fit. */
@Isolated("It sets properties of the system.")
class OpeningTest {
  @TempDir
  Path data;

  private ActorSystem.Builder sqlite() {
    return ActorSystem.builder().data(data).backend("sqlite");
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void several_backends_without_a_choice_are_named_together_with_the_line_that_chooses() {
    String message = assertThrows(BackendNotChosen.class, () -> ActorSystem.builder().data(data).open()).getMessage();
    assertTrue(message.contains("memory") && message.contains("sqlite"), message);
    assertTrue(message.contains("ActorSystem.builder().backend(\"memory\").open()"), message);
  }

  @Test
  void a_backend_that_is_not_there_is_answered_with_the_jar_to_add() throws IOException {
    String message = assertThrows(BackendNotChosen.class,
        () -> ActorSystem.builder().data(data).backend("postgres").open()).getMessage();
    assertTrue(message.contains("Add dev.cairn:cairn-backend-postgres "), message);
    assertEquals(List.of(), files(data));
  }

  @Test
  void a_folder_with_a_store_is_opened_without_a_choice() {
    try (ActorSystem system = sqlite().open()) {
      system.entity(Ledger.TYPE, "1").ask(new Add(3));
    }
    try (ActorSystem system = ActorSystem.builder().data(data).open()) {
      assertEquals(3, system.entity(Ledger.TYPE, "1").ask(new Total()).total());
    }
  }

  @Test
  void a_folder_of_another_backend_or_format_is_refused() throws IOException {
    sqlite().open().close();
    List<String> before = files(data);
    assertThrows(StoreRefused.class, () -> ActorSystem.builder().data(data).backend("memory").open());
    assertEquals(before, files(data));
    Files.writeString(data.resolve("cairn.location"), "format=2\nbackend=sqlite\n");
    assertThrows(StoreRefused.class, () -> sqlite().open());
  }

  @Test
  void a_second_system_on_the_folder_is_refused_and_the_first_goes_on() {
    try (ActorSystem first = sqlite().open()) {
      StoreLocked refusal = assertThrows(StoreLocked.class, () -> sqlite().open());
      assertTrue(refusal.holder().contains(Long.toString(ProcessHandle.current().pid())), refusal.holder());
      assertEquals(1, first.entity(Ledger.TYPE, "1").ask(new Add(1)));
    }
    sqlite().open().close();
  }

  @Test
  void a_tool_refuses_a_setting_that_the_backend_does_not_know_as_a_system_does() {
    sqlite().open().close();
    System.setProperty("cairn.setting.cache-mb", "8");
    try {
      for (Executable tool : List.<Executable>of(() -> StoreInspector.open(data).close(),
          () -> StoreCompaction.of(data).run((done, all) -> {}),
          () -> StoreCopy.of(data, data.resolve("copy")).run((phase, done, all) -> {}))) {
        String message = assertThrows(StoreRefused.class, tool).getMessage();
        assertTrue(message.contains("cache-mb") && message.contains("cache-mib"), message);
      }
    } finally {
      System.clearProperty("cairn.setting.cache-mb");
    }
  }

  @Test
  void an_interrupted_thread_opens_a_store_and_stays_interrupted() {
    for (String backend : List.of("sqlite", "rocksdb")) {
      Path folder = data.resolve(backend);
      Thread.currentThread().interrupt();
      ActorSystem system = ActorSystem.builder().data(folder).backend(backend).open();
      assertTrue(Thread.interrupted());
      assertEquals(1, system.entity(Ledger.TYPE, "1").ask(new Add(1)));
      system.close();
      Thread.currentThread().interrupt();
      StoreInspector.open(folder).close();
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void keys_for_a_store_that_cannot_be_are_refused() {
    assertThrows(InvalidName.class, () -> sqlite().keys("../x", TestKeys.ring(1)));
  }

  @Test
  void a_store_whose_files_are_gone_is_not_taken_for_a_new_one() throws IOException {
    try (ActorSystem system = sqlite().open()) {
      system.entity(Ledger.TYPE, "1").ask(new Add(3));
    }
    Path store = data.resolve("cairn.sqlite");
    Files.delete(store);
    List<String> before = files(data);
    String message = assertThrows(StoreDamaged.class, () -> sqlite().open()).getMessage();
    assertTrue(message.contains(store + " is gone"), message);
    assertEquals(before, files(data));
  }

  @Test
  void a_store_whose_file_was_replaced_by_an_empty_one_is_not_taken_for_a_new_one() throws IOException {
    sqlite().open().close();
    Files.delete(data.resolve("cairn.sqlite"));
    Files.write(data.resolve("cairn.sqlite"), new byte[0]);
    assertThrows(StoreDamaged.class, () -> sqlite().open());
  }

  @Test
  void a_durability_or_setting_that_the_backend_cannot_meet_is_refused() throws IOException {
    assertThrows(StoreRefused.class,
        () -> ActorSystem.builder().data(data).backend("memory").durability(Durability.SYNC).open());
    assertThrows(StoreRefused.class, () -> sqlite().durability(Durability.NONE).open());
    String message = assertThrows(StoreRefused.class, () -> sqlite().setting("cach-mib", "1").open()).getMessage();
    assertTrue(message.contains("cach-mib"), message);
    assertEquals(List.of(), files(data));
  }

  @Test
  void what_is_in_memory_is_gone_with_its_system_and_signs_no_folder() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (ActorSystem system = ActorSystem.builder().data(data).backend("memory").open()) {
        assertEquals(3, system.entity(Ledger.TYPE, "1").ask(new Add(3)));
      }
    }
    assertEquals(List.of(), files(data));
  }

  @Test
  void a_folder_without_a_store_is_not_inspected_and_not_changed() throws IOException {
    StoreException refusal = assertThrows(StoreUnavailable.class, () -> StoreInspector.open(data));
    assertTrue(refusal.getMessage().contains("holds no store"), refusal.getMessage());
    assertThrows(StoreUnavailable.class, () -> StoreInspector.open(data.resolve("nowhere")));
    assertEquals(List.of(), files(data));
    assertFalse(Files.exists(data.resolve("nowhere")));
  }

  @Test
  void a_store_whose_location_file_is_gone_is_neither_rewritten_nor_called_empty() throws IOException {
    try (ActorSystem system = sqlite().open()) {
      system.entity(Ledger.TYPE, "1").ask(new Add(3));
    }
    String location = Files.readString(data.resolve("cairn.location"));
    Files.delete(data.resolve("cairn.location"));
    List<String> before = files(data);
    for (Executable opening : List.<Executable>of(() -> sqlite().open(), () -> StoreInspector.open(data),
        () -> ActorSystem.builder().data(data).backend("memory").open())) {
      String message = assertThrows(StoreRefused.class, opening).getMessage();
      assertTrue(message.contains("cairn.location is missing") && message.contains("backend=sqlite"), message);
    }
    assertEquals(before, files(data));
    Files.write(data.resolve("cairn.location"), new byte[0]);
    for (Executable opening : List.<Executable>of(() -> sqlite().open(), () -> StoreInspector.open(data))) {
      String message = assertThrows(StoreRefused.class, opening).getMessage();
      assertTrue(message.contains("is empty"), message);
    }
    Files.writeString(data.resolve("cairn.location"), location);
    try (ActorSystem system = sqlite().open()) {
      assertEquals(3, system.entity(Ledger.TYPE, "1").ask(new Total()).total());
    }
  }
}
