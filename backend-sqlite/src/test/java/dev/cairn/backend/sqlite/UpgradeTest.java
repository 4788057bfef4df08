package dev.cairn.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.StreamKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of version 3 becomes one of version 4 as a whole, or stays what it is. */
class UpgradeTest {
  private static final String FILE = "cairn.sqlite";
  private static final List<String> VERSION_3 = List.of(
      "CREATE TABLE generation (id INTEGER PRIMARY KEY, "
          + "first_ord INTEGER NOT NULL, highest_ord INTEGER NOT NULL) STRICT",
      "CREATE TABLE stream (id INTEGER PRIMARY KEY, store TEXT NOT NULL, type TEXT NOT NULL, name BLOB NOT NULL,"
          + " deleted_through INTEGER NOT NULL, purged_through INTEGER NOT NULL, UNIQUE (store, type, name)) STRICT",
      "CREATE TABLE event (ord INTEGER PRIMARY KEY, "
          + "stream INTEGER NOT NULL, seq INTEGER NOT NULL, record BLOB NOT NULL)"
          + " STRICT",
      "CREATE TABLE recent (stream INTEGER NOT NULL, seq INTEGER NOT NULL, ord INTEGER NOT NULL,"
          + " PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID",
      "CREATE TABLE place (stream INTEGER NOT NULL, seq INTEGER NOT NULL, ord INTEGER NOT NULL,"
          + " PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID",
      "CREATE TABLE snapshot (stream INTEGER NOT NULL, seq INTEGER NOT NULL, record BLOB NOT NULL,"
          + " PRIMARY KEY (stream, seq)) STRICT",
      "CREATE TABLE recent_state (ord INTEGER PRIMARY KEY, record BLOB NOT NULL) STRICT",
      "CREATE TABLE reclaimed (store TEXT PRIMARY KEY, deleted_ord INTEGER NOT NULL) STRICT",
      "PRAGMA application_id = 1130459758", "PRAGMA user_version = 3");

  private static final StreamKey PLAIN = new StreamKey("main", "account", "plain");
  private static final StreamKey COMPACTED = new StreamKey("main", "account", "compacted");
  private static final StreamKey LIGHT = new StreamKey("main", "sensor", "light");
  private static final StreamKey ELSEWHERE = new StreamKey("other", "account", "plain");
  private static final List<StreamKey> ALL = List.of(PLAIN, COMPACTED, LIGHT, ELSEWHERE);

  @TempDir
  Path folder;

  /** Two generations; of the compacted stream 1 and 2 are gone, ords 5 and 6; ord 9 was deleted by its own commit. */
  @BeforeEach
  void writeVersion3() {
    try (SqliteConnection file = SqliteConnection.open(folder.resolve(FILE), true, 1000, 100)) {
      VERSION_3.forEach(file::run);
      file.run("INSERT INTO generation VALUES (1, 1, 0), (2, 8, 9)");
      for (StreamKey stream : ALL) {
        file.run("INSERT INTO stream VALUES (?, ?, ?, ?, ?, 0)", ALL.indexOf(stream) + 1L, stream.store(),
            stream.type(),
            stream.idBytes(), stream.equals(COMPACTED) ? 2L : 0L);
      }
      for (long sequence = 1; sequence <= 4; sequence++) {
        event(file, "place", PLAIN, sequence, sequence);
      }
      event(file, "place", COMPACTED, 3, 7);
      event(file, "recent", COMPACTED, 4, 10);
      event(file, "recent", LIGHT, 1, 8);
      event(file, "recent", LIGHT, 2, 11);
      event(file, "recent", ELSEWHERE, 1, 12);
      file.run("INSERT INTO snapshot VALUES (2, 3, ?)", Seen.state(COMPACTED, 3));
      file.run("INSERT INTO recent_state VALUES (8, ?), (11, ?)", Seen.state(LIGHT, 1), Seen.state(LIGHT, 2));
      file.run("INSERT INTO reclaimed VALUES ('main', 6)");
      file.pragma("journal_mode = WAL");
    }
  }

  private static void event(SqliteConnection file, String index, StreamKey stream, long sequence, long ord) {
    long id = ALL.indexOf(stream) + 1L;
    file.run("INSERT INTO event VALUES (?, ?, ?, ?)", ord, id, sequence, Seen.event(stream, sequence));
    file.run("INSERT INTO " + index + " VALUES (?, ?, ?)", id, sequence, ord);
  }

  private static Backend open(Path location, BackendConfig.Mode mode) {
    return new SqliteBackendProvider().open(new BackendConfig(location, mode, Optional.empty(), Map.of()));
  }

  private static Map<String, String> seen(Path location) {
    try (Backend backend = open(location, BackendConfig.Mode.WRITE)) {
      assertEquals(3, backend.info().generation());
      return Seen.by(backend, ALL);
    }
  }

  @Test
  void all_that_was_there_is_there() {
    Map<String, String> seen = seen(folder);
    assertFalse(seen.containsValue(Seen.REFUSED), seen::toString);
    assertEquals("[main, other]", seen.get("stores"));
    assertEquals("[/account/compacted 4 2 0, /account/plain 4 0 0, /sensor/light 2 0 0]",
        seen.get("streams of main"));
    assertEquals("1:6 2:12 [/account/plain 1 1:1, /account/plain 2 1:2, /account/plain 3 1:3,"
        + " /account/plain 4 1:4, /account/compacted 3 1:7, /sensor/light 1 2:8,"
        + " /account/compacted 4 2:10, /sensor/light 2 2:11]", seen.get("log of main"));
    assertEquals("/account/compacted 4 2 0 at 4", seen.get("state of " + COMPACTED));
    assertEquals(seen.get("log of main"), readAgain().get("log of main"));
  }

  private Map<String, String> readAgain() {
    try (Backend backend = open(folder, BackendConfig.Mode.READ)) {
      return Seen.by(backend, ALL);
    }
  }

  @Test
  void an_upgrade_that_is_killed_at_any_step_begins_anew_and_loses_nothing() throws IOException {
    Path whole = copy(folder, "whole");
    Map<String, String> expected = seen(whole);
    for (int steps = 0; steps <= SqliteUpgrade.STEPS.size(); steps++) {
      Path killed;
      try (SqliteConnection file = SqliteConnection.open(folder.resolve(FILE), true, 1000, 1)) {
        file.pragma("cache_spill = 1");
        file.run("BEGIN IMMEDIATE");
        SqliteUpgrade.STEPS.subList(0, steps).forEach(step -> step.accept(file));
        killed = copy(folder, "killed-" + steps);
        file.run("ROLLBACK");
      }
      assertEquals(expected, seen(killed), "after " + steps + " steps");
    }
  }

  private Path copy(Path from, String name) throws IOException {
    Path to = Files.createDirectory(folder.resolve(name));
    for (String file : List.of(FILE, FILE + "-wal")) {
      if (Files.exists(from.resolve(file))) {
        Files.copy(from.resolve(file), to.resolve(file));
      }
    }
    return to;
  }

  @Test
  void what_is_damaged_is_not_upgraded_but_named_and_left_as_it_was() throws IOException {
    for (String damage : List.of("DELETE FROM event WHERE ord = 3", "UPDATE place SET ord = 7 WHERE ord = 3",
        "UPDATE event SET ord = 30 WHERE ord = 3", "DELETE FROM place WHERE stream = 1 AND seq = 3",
        "DELETE FROM place WHERE stream = 1", "DELETE FROM stream WHERE id = 1")) {
      Path damaged = copy(folder, "damaged-" + damage.hashCode());
      try (SqliteConnection file = SqliteConnection.open(damaged.resolve(FILE), true, 1000, 100)) {
        file.run(damage);
      }
      byte[] before = Files.readAllBytes(damaged.resolve(FILE));
      String told =
          assertThrows(BackendException.Corrupt.class, () -> open(damaged, BackendConfig.Mode.WRITE)).getMessage();
      assertTrue(told.contains("left as it was"), told);
      assertArrayEquals(before, Files.readAllBytes(damaged.resolve(FILE)), damage);
    }
  }

  @Test
  void to_read_it_is_refused_with_the_command_that_upgrades_it() throws IOException {
    byte[] before = Files.readAllBytes(folder.resolve(FILE));
    String told =
        assertThrows(BackendException.Misconfigured.class, () -> open(folder, BackendConfig.Mode.READ)).getMessage();
    assertTrue(told.contains("'cairn upgrade " + folder + "'"), told);
    assertArrayEquals(before, Files.readAllBytes(folder.resolve(FILE)));
  }
}
