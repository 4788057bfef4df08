package dev.cairn.backend.rocksdb;

import static dev.cairn.backend.rocksdb.Location.ONE;
import static dev.cairn.backend.rocksdb.Location.OURS;
import static dev.cairn.backend.rocksdb.Location.append;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Position;
import dev.cairn.spi.Commit;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Durability;
import dev.cairn.spi.StoredEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;

/** What is particular to RocksDB: its folder, its keys, damage. */
class RocksdbFolderTest {
  @TempDir
  Path folder;

  private Location location;

  @BeforeEach
  void place() {
    location = new Location(folder);
  }

  private <T extends BackendException> void assertRefusedUnchanged(Class<T> kind, String told) {
    Map<String, String> before = location.files();
    for (BackendConfig.Mode mode : BackendConfig.Mode.values()) {
      String refusal =
          assertThrows(kind, () -> location.open(mode, Durability.SYNC, Map.of()), mode.name()).getMessage();
      assertTrue(refusal.contains(told), refusal);
    }
    assertEquals(before, location.files());
  }

  private static void assertNames(String place, Executable read) {
    String told = assertThrows(BackendException.Corrupt.class, read).getMessage();
    assertTrue(told.contains(place), told);
  }

  @Test
  void a_database_of_somebody_else_is_refused_and_left_as_it_is() throws Exception {
    location.foreign(List.of("default"), (database, families) -> database.put(new byte[] { 1 }, new byte[] { 2 }));
    assertRefusedUnchanged(BackendException.Misconfigured.class, "column families default;");
  }

  @Test
  void another_version_is_refused_and_left_as_it_is() throws Exception {
    location.foreign(List.of("default", "cairn-4"), (database, families) -> {});
    assertRefusedUnchanged(BackendException.Misconfigured.class, "cairn-4");
  }

  @Test
  void a_folder_that_lost_its_beginning_is_damage_and_never_taken_for_a_new_one() throws IOException {
    try (Backend backend = location.open()) {
      append(backend, 0, new byte[1]);
    }
    Files.delete(location.folder().resolve("CURRENT"));
    assertRefusedUnchanged(BackendException.Corrupt.class, "lost its file CURRENT");
  }

  private Path file(String beginning, String end) throws IOException {
    try (Stream<Path> files = Files.list(location.folder())) {
      return files.filter(file -> file.getFileName().toString().startsWith(beginning) && file.toString().endsWith(end))
          .findFirst().orElseThrow();
    }
  }

  @Test
  void a_folder_that_lost_its_manifest_is_damage() throws IOException {
    location.open().close();
    Files.delete(file("MANIFEST-", ""));
    assertRefusedUnchanged(BackendException.Corrupt.class, "has lost its file MANIFEST-");
  }

  @Test
  void a_folder_whose_manifest_is_cut_is_damage() throws IOException {
    location.open().close();
    Files.write(file("MANIFEST-", ""), new byte[0]);
    assertRefusedUnchanged(BackendException.Corrupt.class, "is damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = { "", "MANI", "MANIFEST-000005", "MANIFEST-00000x\n" })
  void a_folder_whose_current_is_cut_or_changed_is_damage(String content) throws IOException {
    location.open().close();
    Files.writeString(location.folder().resolve("CURRENT"), content);
    assertRefusedUnchanged(BackendException.Corrupt.class, "CURRENT");
  }

  @Test
  void a_table_that_is_gone_is_damage_for_writers_and_readers_and_never_an_older_state() throws IOException {
    try (Backend backend = location.open()) {
      append(backend, 0, new byte[1]);
    }
    Files.delete(file("", ".sst"));
    for (BackendConfig.Mode mode : BackendConfig.Mode.values()) {
      BackendException.Corrupt lost = assertThrows(BackendException.Corrupt.class,
          () -> location.open(mode, Durability.SYNC, Map.of()), mode.name());
      assertTrue(lost.getMessage().contains(".sst"), lost.getMessage());
    }
  }

  @Test
  void a_first_opening_that_was_killed_half_way_is_done_again() throws Exception {
    location.foreign(List.of("default"), (database, families) -> {});
    assertThrows(BackendException.Unavailable.class, location::openToRead);
    try (Backend backend = location.open()) {
      assertEquals(1, backend.info().generation());
    }
  }

  @Test
  void a_refused_folder_leaves_the_location_free() throws Exception {
    location.foreign(List.of("default", "cairn-4"), (database, families) -> {});
    assertThrows(BackendException.Misconfigured.class, location::open);
    assertThrows(BackendException.Misconfigured.class, location::open);
  }

  @Test
  void a_program_that_has_the_folder_open_with_rocksdb_is_told_of() throws Exception {
    location.open().close();
    location.foreign(OURS, (database, families) -> assertThrows(BackendException.Locked.class, location::open));
    location.open().close();
  }

  @Test
  void reading_changes_no_file() {
    try (Backend backend = location.open()) {
      append(backend, 0, new byte[1]);
    }
    Map<String, String> before = location.files();
    try (Backend reader = location.openToRead()) {
      assertEquals(1, reader.recover(ONE, 0).head().last());
    }
    assertEquals(before, location.files());
  }

  @Test
  void a_reader_follows_the_writer_through_flushes_and_openings() {
    Backend writer = location.open();
    append(writer, 0, new byte[1]);
    try (Backend reader = location.openToRead()) {
      for (int last = 1; last < 10; last++) {
        writer.close();
        writer = location.open();
        append(writer, last, new byte[last]);
        assertEquals(last + 1, reader.recover(ONE, 0).head().last());
      }
    }
    writer.close();
  }

  @Test
  void a_missing_event_in_the_middle_is_damage_and_named() throws Exception {
    try (Backend backend = location.open()) {
      append(backend, 0, new byte[1], new byte[1], new byte[1]);
    }
    delete(RocksdbKey.event(1, 2));
    try (Backend backend = location.open()) {
      assertNames("Event 2 of stream /thing/one", () -> backend.takeOver(ONE));
      assertEquals(3, backend.recover(ONE, 0).head().last(), "no event is read for a head");
      assertNames("Event 2 of stream /thing/one", () -> backend.recover(ONE, 0).events().next());
      assertNames("Event 2 of stream /thing/one", () -> backend.events(ONE, 2, 3));
      assertEquals(3, backend.events(ONE, 3, 3).next().sequence());
    }
  }

  @Test
  void a_missing_event_ends_a_cursor_where_it_is_and_again_when_asked_again() throws Exception {
    int missing = 2 * RocksdbEvents.PAGE_ROWS - 1;
    try (Backend backend = location.open()) {
      byte[][] records = new byte[missing + 1][5];
      append(backend, 0, records);
    }
    delete(RocksdbKey.event(1, missing));
    try (Backend backend = location.open(); Cursor<StoredEvent> events = backend.events(ONE, 1, missing + 1)) {
      for (int sequence = 1; sequence <= RocksdbEvents.PAGE_ROWS; sequence++) {
        assertEquals(sequence, events.next().sequence());
      }
      assertNames("Event " + missing + " of stream /thing/one", events::next);
      assertNames("Event " + missing + " of stream /thing/one", events::next);
    }
  }

  @Test
  void missing_events_at_the_front_and_at_the_end_are_damage_and_named() throws Exception {
    try (Backend backend = location.open()) {
      append(backend, 0, new byte[1], new byte[1], new byte[1]);
    }
    delete(RocksdbKey.event(1, 1));
    try (Backend backend = location.open()) {
      assertNames("Event 1 of stream /thing/one", () -> backend.claim(ONE));
    }
    location.foreign(OURS, (database, families) -> {
      database.put(families.get(1), RocksdbKey.event(1, 1), new byte[] { 1, 1, 1, 1 });
      database.delete(families.get(1), RocksdbKey.event(1, 3));
    });
    try (Backend backend = location.open()) {
      assertNames("ends with event 2", () -> backend.claim(ONE));
    }
  }

  private void delete(byte[] key) throws IOException, RocksDBException {
    location.foreign(OURS, (database, families) -> database.delete(families.get(1), key));
  }

  @Test
  void where_most_events_are_deleted_a_close_leaves_no_mark_of_them() throws Exception {
    int events = 2_000;
    try (Backend backend = location.open()) {
      long epoch = backend.info().generation();
      append(backend, 0, new byte[events][5]);
      backend.commit(List.of(new Commit(ONE, epoch, events, List.of(), Optional.of(new Snapshot(events, new byte[5])),
          new Retention.Keep(1, events, Position.END))));
    }
    location.foreign(OURS, (database, families) -> {
      String files = database.getProperty(families.get(1), "rocksdb.aggregated-table-properties");
      assertTrue(files.contains("# deletions=0"), files);
    });
  }

  @Test
  void a_damaged_block_is_damage() throws IOException {
    try (Backend backend = location.open()) {
      append(backend, 0, "a text to be found on the disk".getBytes(StandardCharsets.US_ASCII));
    }
    Path file = location.folder().resolve(location.files().keySet().stream().filter(name -> name.endsWith(".sst"))
        .findFirst().orElseThrow());
    byte[] bytes = Files.readAllBytes(file);
    bytes[10] ^= 1;
    Files.write(file, bytes);
    assertThrows(BackendException.Corrupt.class, () -> {
      try (Backend backend = location.open()) {
        backend.recover(ONE, 0);
      }
    });
  }

  @Test
  void an_open_cursor_holds_nothing_that_closing_would_have_to_wait_for() {
    Backend backend = location.open();
    append(backend, 0, new byte[1], new byte[1]);
    Cursor<StoredEvent> events = backend.events(ONE, 1, 2);
    backend.close();
    assertThrows(BackendException.Closed.class, events::next);
    events.close();
  }

  @Test
  void numbers_sort_as_bytes_and_none_begins_another() {
    long[] numbers = { 0, 1, 255, 256, 300, 65_535, 65_536, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE };
    byte[] before = null;
    for (long number : numbers) {
      byte[] bytes = RocksdbBytes.sized(RocksdbBytes.sizeOf(number)).number(number).done();
      assertEquals(number, RocksdbBytes.reading(bytes).number());
      if (before != null) {
        assertTrue(java.util.Arrays.compareUnsigned(before, bytes) < 0, Long.toString(number));
        assertTrue(!RocksdbKey.begins(bytes, before));
      }
      before = bytes;
    }
    assertArrayEquals(new byte[] { 2, 1, 0x2c }, RocksdbBytes.sized(3).number(300).done());
  }

  @Test
  void unlogged_commits_survive_an_orderly_close() {
    try (Backend backend = location.open(BackendConfig.Mode.CREATE, Durability.NONE, Map.of())) {
      append(backend, 0, new byte[1]);
    }
    try (Backend backend = location.open()) {
      assertEquals(1, backend.recover(ONE, 0).head().last());
      assertEquals(2, backend.info().generation());
    }
  }

  @Test
  void what_is_written_and_synced_is_counted_and_memory_is_measured() {
    try (Backend backend = location.open(BackendConfig.Mode.CREATE, Durability.SYNC, Map.of())) {
      Map<String, Long> before = backend.statistics();
      for (int last = 0; last < 10; last++) {
        append(backend, last, new byte[1000]);
      }
      Map<String, Long> after = backend.statistics();
      assertEquals(10, after.get("wal-syncs") - before.get("wal-syncs"));
      assertTrue(after.get("wal-bytes-written") - before.get("wal-bytes-written") >= 10_000, after::toString);
      assertTrue(after.get("memtable-bytes") >= 10_000, after::toString);
      assertEquals(0, after.get("write-stops"));
    }
    try (Backend reader = location.openToRead()) {
      assertTrue(reader.statistics().get("file-bytes") > 0);
    }
  }

  @Test
  void settings_out_of_range_are_refused_by_name() {
    String told = assertThrows(BackendException.Misconfigured.class,
        () -> location.open(BackendConfig.Mode.CREATE, Durability.OS, Map.of("cache-mib", "0"))).getMessage();
    assertTrue(told.contains("cache-mib"), told);
    location.open(BackendConfig.Mode.CREATE, Durability.OS, Map.of("cache-mib", "1", "write-buffer-mib", "1")).close();
  }

  @Test
  void the_provider_is_announced_to_modules_and_to_the_class_path() throws IOException {
    String provider = RocksdbBackendProvider.class.getName();
    assertTrue(RocksdbBackendProvider.class.getModule().getDescriptor().provides().stream()
        .anyMatch(service -> service.providers().contains(provider)));
    try (InputStream services = RocksdbBackendProvider.class.getModule()
        .getResourceAsStream("META-INF/services/" + BackendProvider.class.getName())) {
      assertEquals(provider, new String(services.readAllBytes(), StandardCharsets.UTF_8).strip());
    }
    assertNull(RocksdbBackendProvider.class.getModule().getDescriptor().exports().stream().findAny().orElse(null));
  }
}
