package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.GivenBackend;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Total;
import dev.cairn.impl.backend.FoundBackend;
import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendProvider;
import dev.cairn.testkit.Call;
import dev.cairn.testkit.FaultyStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  void a_missing_driver_is_told_as_maven_names_it() {
    for (String name : List.of("sqlite", "rocksdb", "another")) {
      StoreUnavailable failure = assertThrows(StoreUnavailable.class,
          () -> new FoundBackend(name, "cairn.jar", withoutDriver(name)).open(new BackendConfig(data,
              BackendConfig.Mode.CREATE, Optional.empty(), Map.of())));
      assertEquals("The backend '" + name + "' of cairn.jar could not open " + data
          + ": the class org.driver.Main is not there. Add " + switch (name) {
            case "sqlite" -> "org.xerial:sqlite-jdbc";
            case "rocksdb" -> "org.rocksdb:rocksdbjni";
            default -> "the jar that holds it";
          } + " to the class path, the module path or the folder of the backend.", failure.getMessage());
    }
  }

  private static BackendProvider withoutDriver(String name) {
    return new BackendProvider() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Backend open(BackendConfig config) {
        throw new NoClassDefFoundError("org/driver/Main");
      }
    };
  }

  @Test
  void a_given_thing_that_is_no_backend_is_refused() {
    GivenBackend nothing = () -> "nothing";
    assertTrue(assertThrows(StoreRefused.class, () -> builder().backend(nothing).open()).getMessage()
        .contains("does not implement"));
  }
}
