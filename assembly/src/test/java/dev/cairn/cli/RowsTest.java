package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.cairn.api.BackendFinding;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.Position;
import dev.cairn.api.StoreInspector;
import dev.cairn.cli.print.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What ls, events and backends print for one thing. */
final class RowsTest {
  private static final StoreInspector.Stream STREAM =
      new StoreInspector.Stream("main", "account", "42\u001b[2J", 7, 5, 1);

  @Test
  void a_stream_is_a_row_that_ends_with_its_path() {
    assertEquals("         7          5         1  /account/42\\u001b[2J", Ls.row(STREAM));
  }

  @Test
  void a_stream_is_an_object() {
    assertEquals(JsonParser.parseString("""
        {"store": "main", "type": "account", "id": "42\\u001b[2J", "last_sequence": 7, "events": 5, "snapshots": 1}
        """), Ls.object(STREAM));
  }

  @Test
  void a_store_has_a_heading() {
    assertEquals("store main, backend sqlite, since 1970-01-01T00:00:00Z, id abc",
        Ls.heading(new StoreInspector.Store("main", "abc", Instant.EPOCH, "sqlite", false)));
    assertEquals("store main, backend sqlite, since 1970-01-01T00:00:00Z, id abc, sealed",
        Ls.heading(new StoreInspector.Store("main", "abc", Instant.EPOCH, "sqlite", true)));
  }

  @Test
  void an_event_is_a_row_that_ends_with_its_fields() {
    assertEquals("       3  1:99         1970-01-01T00:00:00.000Z  Credited         row=17 note=\"\\u001b\"",
        Events.row(event()));
  }

  @Test
  void an_event_is_an_object() {
    assertEquals(
        "{\"sequence\":3,\"position\":\"1:99\",\"time\":\"1970-01-01T00:00:00Z\",\"type\":\"Credited\",\"version\":1,"
            + "\"command_id\":\"row-17\",\"correlation_id\":null,\"causation_id\":\"row-17\",\"tags\":[],"
            + "\"entries\":{},\"fields\":{\"row\":17,\"note\":\"\\u001b\"}}",
        Json.line(Events.object(event())));
  }

  @Test
  void metadata_that_somebody_gave_stands_behind_the_fields_and_in_the_object() {
    StoreInspector.Event event = event(Optional.of("order 7"),
        EventMetadata.tagged("cash", "a]b").with("till", "3\u001b").with("branch", "Bern").causedBy("mail-9"));
    assertEquals("       3  1:99         1970-01-01T00:00:00.000Z  Credited         row=17 note=\"\\u001b\"  "
        + "[tag=\"cash\" tag=\"a]b\" branch=\"Bern\" till=\"3\\u001b\" correlation=\"order 7\" causation=\"mail-9\"]",
        Events.row(event));
    String object = Json.line(Events.object(event));
    assertTrue(object.contains("\"correlation_id\":\"order 7\",\"causation_id\":\"mail-9\",\"tags\":[\"cash\",\"a]b\"],"
        + "\"entries\":{\"branch\":\"Bern\",\"till\":\"3\\u001b\"}"), object);
  }

  @Test
  void many_streams_are_listed_only_in_part() {
    assertEquals(21, Events.list(Collections.nCopies(1_000, STREAM)).lines().count());
  }

  @Test
  void a_backend_is_a_row_and_its_problem_another() {
    assertEquals("sqlite       yes     /lib/sqlite.jar", Backends.row(finding(Optional.empty())));
    assertEquals("sqlite       no      /lib/sqlite.jar\n  no driver", Backends.row(finding(Optional.of("no driver"))));
  }

  @Test
  void a_backend_is_an_object() {
    assertEquals("{\"name\":\"sqlite\",\"usable\":false,\"origin\":\"sqlite.jar\",\"where\":\"/lib/sqlite.jar\","
        + "\"problem\":\"no driver\",\"chosen_by\":null}",
        Json.line(Backends.object(finding(Optional.of("no driver")))));
  }

  private static BackendFinding finding(Optional<String> problem) {
    return new BackendFinding(Optional.of("sqlite"), "sqlite.jar", "/lib/sqlite.jar", problem, Optional.empty());
  }

  private static StoreInspector.Event event() {
    return event(Optional.empty(), EventMetadata.NONE);
  }

  private static StoreInspector.Event event(Optional<String> correlation, EventMetadata metadata) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("row", 17L);
    fields.put("note", "\u001b");
    return new StoreInspector.Event(3, new Position(1, 99), Instant.EPOCH, "Credited", 1, Optional.of("row-17"),
        correlation, metadata, fields);
  }
}
