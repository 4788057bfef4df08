package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.GivenBackend;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Total;
import dev.cairn.testkit.Call;
import dev.cairn.testkit.FaultyStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backend that is handed over and not looked for. */
class GivenBackendTest {
  @TempDir
  Path data;

  private ActorSystem.Builder builder() {
    return ActorSystem.builder().data(data);
  }

  @Test
  void a_given_backend_is_the_one_that_is_used_and_the_folder_belongs_to_the_one_below_it() {
    FaultyStore store = FaultyStore.over("sqlite");
    try (ActorSystem system = builder().backend(store).open()) {
      system.entity(Ledger.TYPE, "1").ask(new Add(5));
    }
    assertEquals(2, store.calls(Call.COMMIT), "the event, and the snapshot of an actor that comes to rest");
    assertEquals(store.calls(Call.OPEN), store.calls(Call.CLOSE));
    try (ActorSystem system = builder().backend("sqlite").open()) {
      assertEquals(5, system.entity(Ledger.TYPE, "1").ask(new Total()).total());
    }
    assertThrows(StoreRefused.class, () -> builder().backend(FaultyStore.over("memory")).open());
  }

  @Test
  void a_given_memory_keeps_what_was_written_for_the_next_system() {
    FaultyStore store = FaultyStore.over("memory");
    for (int runs = 1; runs <= 2; runs++) {
      try (ActorSystem system = builder().backend(store).open()) {
        assertEquals(runs, system.entity(Ledger.TYPE, "1").ask(new Add(1)));
      }
    }
  }

  @Test
  void a_given_thing_that_is_no_backend_is_refused() {
    GivenBackend nothing = () -> "nothing";
    assertTrue(assertThrows(StoreRefused.class, () -> builder().backend(nothing).open()).getMessage()
        .contains("does not implement"));
  }
}
