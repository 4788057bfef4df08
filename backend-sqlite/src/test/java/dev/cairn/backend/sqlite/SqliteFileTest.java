package dev.cairn.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Durability;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;
import org.sqlite.SQLiteJDBCLoader;

/** What is particular to SQLite: the file, the engine, damage, and failure. */
class SqliteFileTest {
  private static final StreamKey ONE = new StreamKey("main", "thing", "one");

  @TempDir
  Path folder;

  private Backend backend;

  @AfterEach
  void close() {
    if (backend != null) {
      backend.close();
    }
  }

  private Backend open(Path location, Optional<Durability> durability, Map<String, String> settings) {
    BackendConfig config = new BackendConfig(location, BackendConfig.Mode.CREATE, durability, settings);
    backend = new SqliteBackendProvider().open(config);
    return backend;
  }

  private Backend open() {
    return open(folder, Optional.empty(), Map.of());
  }

  private CommitResult append(long expectedLast, byte[]... records) {
    Commit commit = Commit.append(ONE, backend.info().generation(), expectedLast, List.of(records));
    return backend.commit(List.of(commit)).get(0);
  }

  /** Works on the file as a foreign tool does. */
  private void sql(String... statements) throws SQLException {
    try (Connection connection = connect(); Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private String answer(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.getString(1);
    }
  }

  private Connection connect() throws SQLException {
    return new JDBC().connect("jdbc:sqlite:" + folder.resolve("cairn.sqlite").toUri(), new Properties());
  }

  private static void assertNames(String place, Executable read) {
    String told = assertThrows(BackendException.Corrupt.class, read).getMessage();
    assertTrue(told.contains(place), told);
  }

  private void assertRefusedUnchanged(Class<? extends BackendException> kind, String told) throws IOException {
    byte[] before = Files.readAllBytes(folder.resolve("cairn.sqlite"));
    BackendException refusal = assertThrows(kind, this::open);
    assertTrue(refusal.getMessage().contains(told), refusal.getMessage());
    assertArrayEquals(before, Files.readAllBytes(folder.resolve("cairn.sqlite")));
  }

  @Test
  void a_file_that_is_no_database_is_refused_and_left_as_it_is() throws IOException {
    Files.writeString(folder.resolve("cairn.sqlite"), "a letter to my aunt, ".repeat(100));
    assertRefusedUnchanged(BackendException.Corrupt.class, "no SQLite file at all");
  }

  @Test
  void a_database_of_somebody_else_is_refused_and_left_as_it_is() throws Exception {
    sql("CREATE TABLE recipe(name TEXT)", "INSERT INTO recipe VALUES ('soup')");
    assertRefusedUnchanged(BackendException.Misconfigured.class, "something else");
  }

  @Test
  void another_schema_version_is_refused_and_left_as_it_is() throws Exception {
    open().close();
    sql("PRAGMA user_version = 1");
    assertRefusedUnchanged(BackendException.Misconfigured.class, "schema version 1");
  }

  @Test
  void a_refused_file_leaves_the_location_free() throws Exception {
    sql("CREATE TABLE recipe(name TEXT)");
    assertThrows(BackendException.Misconfigured.class, this::open);
    sql("DROP TABLE recipe");
    assertEquals(1, open().info().generation());
  }

  @Test
  void engines_that_lose_committed_pages_are_refused() {
    assertEquals("3.51.3", SqliteSchema.requireEngine("3.51.3"));
    assertEquals("3.100.0", SqliteSchema.requireEngine("3.100.0"));
    assertEquals("4.0", SqliteSchema.requireEngine("4.0"));
    for (String old : List.of("3.51.2", "3.9.9", "3.50.7", "2.99.99", "3.51")) {
      String told =
          assertThrows(BackendException.Misconfigured.class, () -> SqliteSchema.requireEngine(old)).getMessage();
      assertTrue(told.contains(old) && told.contains("3.51.3"), told);
    }
  }

  @Test
  void the_driver_that_such_an_error_names_is_the_one_that_is_tested() {
    assertEquals(SQLiteJDBCLoader.getVersion(), SqliteSchema.DRIVER);
    String told =
        assertThrows(BackendException.Misconfigured.class, () -> SqliteSchema.requireEngine("3.50.3")).getMessage();
    assertTrue(told.contains("<sqlite-jdbc.version>" + SqliteSchema.DRIVER + "</sqlite-jdbc.version>"), told);
  }

  @Test
  void a_path_carries_no_parameters() throws IOException {
    Path location = folder.resolve("a?synchronous=OFF b#%20");
    open(location, Optional.empty(), Map.of());
    append(0, new byte[] { 1 });
    assertTrue(Files.exists(location.resolve("cairn.sqlite")));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(location), files.toList());
    }
  }

  @Test
  void none_is_refused_and_the_default_is_sync() {
    assertThrows(BackendException.Misconfigured.class, () -> open(folder, Optional.of(Durability.NONE), Map.of()));
    assertEquals(Durability.SYNC, open().info().durability());
  }

  @Test
  void the_wal_stays_bounded() throws IOException {
    open(folder, Optional.of(Durability.OS), Map.of("wal-mib", "1"));
    for (int last = 0; last < 160; last++) {
      append(last, new byte[100_000]);
    }
    assertTrue(Files.size(folder.resolve("cairn.sqlite-wal")) < 4 << 20);
    backend.close();
    assertTrue(Files.size(folder.resolve("cairn.sqlite")) > 16_000_000);
  }

  @Test
  void a_missing_event_in_the_middle_is_damage_and_named() throws SQLException {
    open();
    append(0, new byte[1], new byte[1], new byte[1]);
    backend.close();
    sql("DELETE FROM event WHERE seq = 2");
    open();
    assertNames("Event 2 of stream /thing/one", () -> backend.takeOver(ONE));
    assertEquals(3, backend.recover(ONE, 0).head().last(), "no event is read for a head");
    assertNames("Event 2 of stream /thing/one", () -> backend.recover(ONE, 0).events().next());
    assertNames("Event 2 of stream /thing/one", () -> backend.events(ONE, 2, 3));
    assertEquals(3, backend.events(ONE, 3, 3).next().sequence());
  }

  @Test
  void missing_events_at_the_front_are_damage_and_named() throws SQLException {
    open();
    append(0, new byte[1], new byte[1], new byte[1]);
    backend.close();
    sql("DELETE FROM event WHERE seq = 1");
    open();
    assertNames("Event 1 of stream /thing/one", () -> backend.takeOver(ONE));
    assertNames("Event 1 of stream /thing/one", () -> backend.recover(ONE, 0).events().next());
    backend.close();
    sql("DELETE FROM place WHERE seq = 1");
    open();
    assertNames("event 1", () -> backend.claim(ONE));
  }

  @Test
  void events_are_found_wherever_they_are_indexed() throws SQLException {
    open(folder, Optional.of(Durability.OS), Map.of());
    for (int last = 0; last < 5000; last += 50) {
      append(last, Collections.nCopies(50, new byte[1]).toArray(byte[][]::new));
    }
    long sequence = 0;
    try (Cursor<StoredEvent> events = backend.events(ONE, 1, Long.MAX_VALUE)) {
      for (StoredEvent event = events.next(); event != null; event = events.next()) {
        assertEquals(++sequence, event.sequence());
        assertEquals(sequence, event.position().offset());
      }
    }
    assertEquals(5000, sequence);
    assertTrue(Long.parseLong(answer("SELECT count(*) FROM recent")) < 2100);
    assertEquals("5000", answer("SELECT (SELECT count(*) FROM recent) + (SELECT count(*) FROM place)"));
  }

  @Test
  void a_reader_in_the_middle_of_the_past_keeps_nobody_from_opening() throws SQLException {
    open(folder, Optional.empty(), Map.of("busy-timeout-millis", "1"));
    append(0, new byte[1]);
    try (Connection foreign = connect(); Statement statement = foreign.createStatement()) {
      statement.execute("BEGIN");
      statement.executeQuery("SELECT * FROM event").close();
      append(1, new byte[1]);
      backend.close();
      open(folder, Optional.empty(), Map.of("busy-timeout-millis", "1"));
      append(2, new byte[1]);
    }
    assertEquals(3, backend.recover(ONE, 0).head().last());
  }

  @Test
  void an_insert_that_fails_takes_the_whole_list_back_and_nothing_is_written_until_reopened() throws SQLException {
    open();
    append(0, new byte[1]);
    backend.close();
    sql("CREATE TRIGGER sabotage BEFORE INSERT ON event WHEN NEW.seq = 3 BEGIN SELECT RAISE(ABORT, 'no'); END");
    open();
    assertThrows(BackendException.class, () -> append(1, new byte[1], new byte[1]));
    assertThrows(BackendException.Unavailable.class, () -> append(1, new byte[1]));
    assertEquals(1, backend.claim(ONE).head().last());
    assertEquals(1, backend.recover(ONE, 0).head().last());
    backend.close();
    open();
    assertEquals(1, backend.claim(ONE).head().last());
  }

  @Test
  void a_newer_generation_in_the_file_fences_every_commit() throws SQLException {
    open();
    append(0, new byte[1]);
    try (SqliteConnection other = SqliteConnection.open(folder.resolve("cairn.sqlite"), true, 1000, 100)) {
      assertEquals(2, SqliteLatest.read(other).claim(other, 0).generation());
    }
    assertEquals(new CommitResult.Fenced(2), append(1, new byte[1]));
    assertEquals(1, backend.recover(ONE, 0).head().last());
  }

  @Test
  void a_foreign_write_transaction_makes_a_commit_fail_and_nothing_else() throws SQLException {
    open(folder, Optional.empty(), Map.of("busy-timeout-millis", "1"));
    append(0, new byte[1]);
    try (Connection foreign = connect(); Statement statement = foreign.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      BackendException.Unavailable locked =
          assertThrows(BackendException.Unavailable.class, () -> append(1, new byte[1]));
      assertTrue(locked.getMessage().startsWith("Another program has " + folder.resolve("cairn.sqlite") + " open"),
          locked.getMessage());
      statement.execute("ROLLBACK");
    }
    backend.close();
    open();
    append(1, new byte[1]);
    assertEquals("2", answer("SELECT count(*) FROM event"));
  }

  @Test
  void the_sizes_of_file_and_wal_and_the_checkpoints_are_told() throws IOException {
    open(folder, Optional.of(Durability.OS), Map.of("wal-mib", "1"));
    for (int last = 0; last < 64; last++) {
      append(last, new byte[200_000]);
    }
    Map<String, Long> told = backend.statistics();
    assertEquals(Files.size(folder.resolve("cairn.sqlite-wal")), told.get("wal-bytes"));
    assertTrue(told.get("wal-pages") * 4096 <= told.get("wal-bytes"), told::toString);
    assertTrue(told.get("wal-pages-waiting") <= told.get("wal-pages"), told::toString);
    assertTrue(told.get("checkpoints") > 0, told::toString);
    backend.close();
    BackendConfig config = new BackendConfig(folder, BackendConfig.Mode.READ, Optional.empty(), Map.of());
    try (Backend reader = new SqliteBackendProvider().open(config)) {
      assertEquals(Map.of("file-bytes", Files.size(folder.resolve("cairn.sqlite")), "wal-bytes", 0L),
          reader.statistics());
    }
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void looking_into_a_closed_store_leaves_no_file_behind_and_changes_none() throws IOException {
    open();
    append(0, new byte[1]);
    backend.close();
    List<String> before = files();
    byte[] content = Files.readAllBytes(folder.resolve("cairn.sqlite"));
    BackendConfig config = new BackendConfig(folder, BackendConfig.Mode.READ, Optional.empty(), Map.of());
    try (Backend reader = new SqliteBackendProvider().open(config)) {
      assertEquals(1, reader.recover(ONE, 0).head().last());
    }
    assertEquals(before, files());
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("cairn.sqlite")));
  }

  @Test
  void an_open_cursor_keeps_no_transaction() throws Exception {
    open();
    append(0, new byte[1], new byte[1]);
    try (Cursor<StoredEvent> events = backend.events(ONE, 1, 2)) {
      events.next();
      assertEquals("0", answer("PRAGMA wal_checkpoint(TRUNCATE)"));
      assertEquals(0, Files.size(folder.resolve("cairn.sqlite-wal")));
      assertEquals(2, events.next().sequence());
    }
  }

  @Test
  void the_provider_is_announced_to_modules_and_to_the_class_path() throws IOException {
    String provider = SqliteBackendProvider.class.getName();
    assertTrue(SqliteBackendProvider.class.getModule().getDescriptor().provides().stream()
        .anyMatch(service -> service.providers().contains(provider)));
    try (InputStream services = SqliteBackendProvider.class.getModule()
        .getResourceAsStream("META-INF/services/" + BackendProvider.class.getName())) {
      assertEquals(provider, new String(services.readAllBytes(), StandardCharsets.UTF_8).strip());
    }
  }
}
