package dev.cairn.examples.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ImportResult;
import dev.cairn.api.ImportRow;
import dev.cairn.api.ImportStopped;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.StreamImport;
import dev.cairn.api.StreamType;
import dev.cairn.api.Streams;
import dev.cairn.api.TypedBytes;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pekko's own journal on JDBC has made the tables, with tags, snapshots and deleted events. */
@Timeout(100)
class FromPekkoTest {
  record Paid(long amount) {}

  private static final StreamType<TypedBytes, TypedBytes> BYTES = StreamType.bytes("pekko");
  private static final StreamType<TypedBytes, TypedBytes> SNAPSHOTS = StreamType.bytes("pekko-snapshots");
  private static final StreamType<Paid, Void> RECORDS = StreamType.of(MethodHandles.lookup(), "account", Paid.class);

  @TempDir
  static Path old;

  private static String url = "";

  @TempDir
  Path folder;

  private Connection source;
  private ActorSystem system;
  private Streams streams;

  @BeforeAll
  static void makeTables() throws Exception {
    url = "jdbc:h2:" + old.resolve("old").toAbsolutePath() + ";DB_CLOSE_DELAY=-1";
    try (var connection = DriverManager.getConnection(url); var statement = connection.createStatement();
        var schema = FromPekko.class.getResourceAsStream("/schema/h2/h2-create-schema.sql")) {
      statement.execute(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
    }
    OldPekkoProgram.run(url);
  }

  @AfterAll
  static void forgetTables() throws SQLException {
    try (var connection = DriverManager.getConnection(url); var statement = connection.createStatement()) {
      statement.execute("SHUTDOWN");
    }
  }

  @BeforeEach
  void open() throws SQLException {
    source = DriverManager.getConnection(url);
    system = ActorSystem.builder().data(folder).backend("sqlite").open();
    streams = system.streams("main");
  }

  @AfterEach
  void close() throws SQLException {
    system.close();
    source.rollback();
    source.close();
  }

  private static ImportRow<Paid> paid(PekkoEvent event) {
    return event.row(RECORDS, event.persistenceId().substring("Account|".length()),
        () -> new Paid(JsonParser.parseString(new String(event.payload().bytes(), StandardCharsets.UTF_8))
            .getAsJsonObject().get("amount").getAsLong()));
  }

  @Test
  void events_come_in_as_the_journal_plugin_stores_them_and_a_repeat_compares() throws Exception {
    var from = new FromPekko(source);
    ImportResult first = from.events(StreamImport.into(streams), streams, PekkoEvent::asEvent);
    assertEquals(new ImportResult(OldPekkoProgram.EVENTS_LEFT, 0), first);
    assertEquals(new ImportResult(0, first.rows()),
        from.events(StreamImport.comparison(streams), streams, PekkoEvent::asEvent));
    List<LoggedEvent> ada = streams.stream(BYTES, "Account|ada").events(1, Long.MAX_VALUE).toList();
    assertEquals(25, ada.size());
    for (LoggedEvent event : ada) {
      assertEquals(new TypedBytes("7002:paid", OldPekkoProgram.json(event.sequence())), event.as(BYTES).orElseThrow());
      assertEquals(event.sequence() % 2 == 0 ? List.of("even", "paid") : List.of("paid"), event.tags());
      assertTrue(event.entries().get("writer").length() > 10);
    }
    assertTimes(ada);
  }

  private void assertTimes(List<LoggedEvent> events) throws SQLException {
    try (var select = source.prepareStatement("SELECT \"write_timestamp\" FROM \"event_journal\" "
        + "WHERE \"persistence_id\" = 'Account|ada' ORDER BY \"sequence_number\""); var rows = select.executeQuery()) {
      for (LoggedEvent event : events) {
        rows.next();
        assertEquals(rows.getLong(1), event.time().toEpochMilli());
      }
    }
  }

  @Test
  void a_stream_whose_first_events_pekko_has_deleted_goes_on_with_its_numbers_and_its_snapshot() throws Exception {
    var from = new FromPekko(source);
    from.events(StreamImport.into(streams), streams, PekkoEvent::asEvent);
    Streams second = system.streams("pekko-snapshots");
    ImportResult snapshots = from.snapshots(StreamImport.into(second));
    assertTrue(snapshots.stored() > 0, snapshots::toString);
    assertEquals(new ImportResult(0, snapshots.rows()), from.snapshots(StreamImport.comparison(second)));
    var bob = streams.stream(BYTES, "Account|bob");
    assertEquals(25, bob.lastSequence());
    assertEquals(11, bob.events(1, Long.MAX_VALUE).findFirst().orElseThrow().sequence());
    LoggedEvent snapshot =
        second.stream(SNAPSHOTS, "snapshots of Account|bob").events(1, Long.MAX_VALUE).toList().getLast();
    assertEquals(Map.of("sequence", "20"), snapshot.entries());
    assertEquals("7002:balance", snapshot.as(SNAPSHOTS).orElseThrow().type());
  }

  @Test
  void an_actor_of_pekko_goes_on_under_the_journal_plugin_with_its_snapshot_and_its_events() throws Exception {
    var from = new FromPekko(source);
    from.events(StreamImport.into(streams), streams, PekkoEvent::asEvent);
    from.snapshots(StreamImport.into(system.streams("pekko-snapshots")));
    system.close();
    assertEquals(325 + 26, OldPekkoProgram.payIn(folder, "ada", 26));
    assertEquals(325 + 26, OldPekkoProgram.payIn(folder, "bob", 26), "what bob had deleted is in his snapshot");
  }

  @Test
  void a_mapping_of_ones_own_makes_records() throws Exception {
    var from = new FromPekko(source);
    ImportResult result = from.events(StreamImport.into(streams), streams, FromPekkoTest::paid);
    assertEquals(OldPekkoProgram.EVENTS_LEFT, result.stored());
    assertEquals(325, streams.stream(RECORDS, "ada").events(1, Long.MAX_VALUE)
        .mapToLong(event -> event.as(RECORDS).orElseThrow().amount()).sum());
  }

  @Test
  void a_row_that_the_mapping_cannot_read_is_named_and_after_the_mend_the_import_goes_on() throws Exception {
    var from = new FromPekko(source);
    change("SET \"event_payload\" = X'7b' WHERE \"persistence_id\" = 'Account|ada' AND \"sequence_number\" = 7");
    ImportStopped stopped = assertThrows(ImportStopped.class,
        () -> from.events(StreamImport.into(streams), streams, FromPekkoTest::paid));
    assertEquals("/account/ada 7", stopped.stream() + " " + stopped.sequence());
    change("SET \"event_payload\" = X'7b22616d6f756e74223a377d' "
        + "WHERE \"persistence_id\" = 'Account|ada' AND \"sequence_number\" = 7");
    ImportResult result = from.events(StreamImport.into(streams), streams, FromPekkoTest::paid);
    assertEquals(OldPekkoProgram.EVENTS_LEFT, result.rows());
  }

  private static void change(String what) throws SQLException {
    try (var other = DriverManager.getConnection(url); var statement = other.createStatement()) {
      assertEquals(1, statement.executeUpdate("UPDATE \"event_journal\" " + what));
    }
  }
}
