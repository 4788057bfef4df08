package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cli.child.StoreHolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line on a location in a PostgreSQL database, from the demo to a copy back into files. */
@Order(6)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class PostgresqlIT {
  private static final int ROWS = 600;

  @TempDir
  private static Path folder;

  @BeforeAll
  static void run_the_demo_which_is_halted_half_way() throws IOException {
    BankFile.of(ROWS).writeTo(folder.resolve("bank.csv"));
    var demo = cairn("demo", "--backend", "postgresql", "--input", "bank.csv", "--data", "bank", "--json")
        .and(DatabaseServer.settings("bank")).run().done().summary();
    assertEquals(0, demo.get("balances_wrong").getAsInt());
    assertEquals(ROWS, demo.get("transactions").getAsInt());
    assertTrue(demo.get("recovered_events").getAsInt() > 0, demo::toString);
  }

  private static Launch cairn(Object... arguments) {
    return Launch.cairn(folder, arguments);
  }

  @Test
  void each_tool_finds_the_database_by_the_folder_alone() {
    var streams = cairn("ls", "bank", "--json").run().done().json();
    String account = streams.stream().filter(stream -> stream.get("type").getAsString().equals("account"))
        .map(stream -> "/account/" + stream.get("id").getAsString()).findFirst().orElseThrow();
    Path bank = folder.resolve("bank");
    assertFalse(cairn("events", bank, account, "--json").here().done().json().isEmpty());
    cairn("state", bank, account).here().done();
    cairn("verify", bank).here().done();
    cairn("readers", bank).here().done();
    cairn("compact", bank, "--dry-run").here().done();
    cairn("stats", bank).here().done();
  }

  @Test
  void the_statistics_name_the_sessions_that_write() {
    try (Child holder = Launch.java(folder, "-p", Distribution.built().modulePath("postgresql"),
        "--add-modules=dev.cairn.api", "-cp", Distribution.programs().toString(), StoreHolder.class.getName(), "bank")
        .start()) {
      holder.await("open");
      var stats = cairn("stats", "bank", "--json").run().done().summary();
      var holders = stats.getAsJsonArray("holders");
      assertEquals(1, holders.size(), stats::toString);
      assertTrue(holders.get(0).getAsString()
          .matches("process " + holder.pid() + " at 127.0.0.1, since 20\\d\\d-.*"), stats::toString);
      holder.dismiss().done();
    }
    assertTrue(cairn("stats", "bank", "--json").run().done().summary().getAsJsonArray("holders").isEmpty());
  }

  @Test
  void a_backup_is_refused_and_names_the_ways_there_are() {
    var refused = cairn("backup", "bank", "monday").run().with(2);
    assertTrue(refused.error().contains("cairn copy") && refused.error().contains("a dump"), refused::error);
    assertFalse(Files.exists(folder.resolve("monday")));
  }

  @Test
  void a_copy_goes_to_files_and_back_into_another_schema_which_then_takes_no_other_copy() {
    cairn("copy", "bank", "files", "--to", "sqlite", "--follow", "--grace", "0").run().done();
    cairn("copy", "files", "there", "--to", "postgresql", "--follow", "--grace", "0")
        .and(DatabaseServer.settings("there")).run().done();
    cairn("verify", "there").run().done();
    var again =
        cairn("copy", "files", "again", "--to", "postgresql").and(DatabaseServer.settings("there")).run().with(2);
    assertTrue(again.error().contains("holds a store already"), again::error);
    var demo = cairn("demo", "--input", "bank.csv", "--data", "there", "--json", "--no-halt").run().done().summary();
    assertEquals(0, demo.get("balances_wrong").getAsInt());
  }

  @Test
  void the_statements_that_make_the_tables_are_printed_and_work() {
    String script = String.join("\n", cairn("backends", "--tables", "postgresql").run().done().out());
    DatabaseServer
        .run(script.replace("SCHEMA IF NOT EXISTS cairn", "SCHEMA prepared").replace("= cairn;", "= prepared;"));
    cairn("bench", "--backend", "postgresql", "--actors", "4", "--seconds", "1")
        .and(DatabaseServer.settings("prepared")).run().done();
    var none = cairn("backends", "--tables", "sqlite").run().with(2);
    assertTrue(none.error().contains("no tables"), none::error);
    assertTrue(cairn("backends", "--tables", "nothing").run().with(2).error().contains("'nothing'"));
  }

  @Test
  void the_settings_of_a_certification_come_to_the_backend() {
    var ended = cairn("certify").and(Distribution.jars(Distribution.built().backend("memory")).toArray())
        .and("--setting", "colour=green").run().with(1);
    assertTrue(ended.out().stream().anyMatch(line -> line.contains("Unknown settings: colour")), ended::toString);
  }
}
