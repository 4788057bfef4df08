package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Position;
import dev.cairn.spi.StreamKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statements of a batch go to the server together, and the server makes them one transaction. */
class OneTransactionTest {
  private static final StreamKey TWO = new StreamKey("main", "thing", "two");

  /** The server raises an error at the end of the transaction, when all statements have been answered. */
  private static final String FAIL_AT_THE_END = """
      CREATE SEQUENCE cairn_failed;
      CREATE FUNCTION cairn_fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('cairn_failed') <= %d THEN RAISE EXCEPTION USING ERRCODE = '%s', MESSAGE = 'as it was told'; END IF;
        RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER fails AFTER INSERT ON cairn_event DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION cairn_fails()""";

  @TempDir
  Path folder;

  private Location location(String writers) {
    return Location.fresh(folder.resolve("data")).with("writers", writers);
  }

  private static CommitResult append(Backend backend, long epoch, long last, String text) {
    return backend.commit(List.of(Commit.append(Location.ONE, epoch, last,
        List.of(text.getBytes(StandardCharsets.UTF_8))))).get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = { "one", "many" })
  void a_batch_of_known_streams_is_one_way_to_the_server_and_back(String writers) {
    Location location = location(writers);
    try (Wire wire = new Wire(TestServer.port()); Backend backend = location.with("url", wire.url()).open()) {
      long one = backend.claim(Location.ONE).epoch();
      long two = backend.claim(TWO).epoch();
      List<Long> ways = new ArrayList<>();
      for (int last = 0; last < 5; last++) {
        long before = wire.ways();
        List<byte[]> records = List.of(new byte[10]);
        backend.commit(List.of(Commit.append(Location.ONE, one, last, records), Commit.append(TWO, two, last, records)))
            .forEach(result -> assertInstanceOf(CommitResult.Stored.class, result));
        ways.add(wire.ways() - before);
      }
      assertTrue(ways.contains(1L), () -> "Ways of each batch: " + ways);
    }
  }

  private static PostgresqlPipeline inserts(String table, int count) {
    PostgresqlPipeline pipeline = new PostgresqlPipeline();
    for (long number = 1; number <= count; number++) {
      pipeline.add("INSERT INTO " + table + " SELECT 1 / ?", number);
    }
    return pipeline;
  }

  /** The driver alone takes more than 255 statements apart. */
  @ParameterizedTest
  @ValueSource(ints = { 2, 63, 64, 300 })
  void many_statements_are_stored_together_or_not_at_all(int count) throws SQLException {
    String table = "together_" + count;
    TestServer.run("CREATE TABLE " + table + " (number int)");
    try (Wire wire = new Wire(TestServer.port());
        Connection connection = DriverManager.getConnection(wire.url(), "postgres", "")) {
      PostgresqlPipeline fails = inserts(table, count - 1);
      fails.add("INSERT INTO " + table + " SELECT 1 / ?", 0);
      assertThrows(SQLException.class, () -> fails.runAsOne(connection));
      assertEquals("0", TestServer.ask("SELECT count(*) FROM " + table));
      long before = wire.ways();
      inserts(table, count).runAsOne(connection);
      long ways = wire.ways() - before;
      assertTrue(count > 64 || ways == 1, () -> ways + " ways");
      assertEquals(count + " 1", TestServer.ask("SELECT count(*) || ' ' || count(DISTINCT xmin::text) FROM " + table));
      PostgresqlServer.execute(connection, "INSERT INTO " + table + " VALUES (7)");
      assertEquals(count + 1 + "", TestServer.ask("SELECT count(*) FROM " + table), "no transaction stays open");
    }
  }

  @Test
  void a_driver_that_takes_the_statements_apart_is_noticed() throws SQLException {
    try (Connection apart = DriverManager.getConnection(TestServer.url() + "?preferQueryMode=simple", "postgres", "");
        Connection together = DriverManager.getConnection(TestServer.url(), "postgres", "")) {
      PostgresqlPipeline.requireOneTransaction(together);
      var refused = assertThrows(BackendException.Misconfigured.class,
          () -> PostgresqlPipeline.requireOneTransaction(apart));
      assertTrue(refused.getMessage().contains("not one transaction"), refused.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "one", "many" })
  void a_batch_that_finds_the_disk_full_at_its_end_is_stored_nowhere_and_the_session_goes_on(String writers) {
    Location location = location(writers);
    try (Backend backend = location.open()) {
      long epoch = backend.claim(Location.ONE).epoch();
      append(backend, epoch, 0, "first");
      location.run(FAIL_AT_THE_END.formatted(1, "53100"));
      assertThrows(BackendException.Full.class, () -> append(backend, epoch, 1, "full"));
      assertEquals(List.of("first"), Location.texts(backend));
      assertInstanceOf(CommitResult.Stored.class, append(backend, epoch, 1, "second"));
      assertEquals(List.of("first", "second"), Location.log(backend, Position.START));
      assertEquals("1 2", location.ask("SELECT string_agg(first_offset::text, ' ' ORDER BY list) FROM cairn_list"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "one", "many" })
  void a_batch_that_collides_at_its_end_is_done_again_and_stored_once(String writers) {
    Location location = location(writers);
    try (Backend backend = location.open()) {
      long epoch = backend.claim(Location.ONE).epoch();
      append(backend, epoch, 0, "first");
      location.run(FAIL_AT_THE_END.formatted(3, "40001"));
      assertInstanceOf(CommitResult.Stored.class, append(backend, epoch, 1, "second"));
      assertEquals(List.of("first", "second"), Location.log(backend, Position.START));
      assertEquals("4", location.ask("SELECT last_value FROM cairn_failed"));
    }
  }
}
