package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does to a store that grows: see who reads it, drop who does not come again, delete what is read. */
final class UpkeepTest {

  @TempDir
  private Path folder = Path.of("");
  private String data = "";

  /** Three rows and the row of the import: four events, of which the two readers have seen one and two. */
  @BeforeEach
  void bookThreeRowsAndReadSomeOfThem() throws IOException, InterruptedException {
    data = folder.resolve("data").toString();
    Path input =
        Files.writeString(folder.resolve("bank.csv"),
            "account,type,amount\n7,credit,7.00\n8,credit,1.00\n7,debit,2.00\n");
    var typed = Typed.line("demo", "--no-halt", "--data", data, "--input", input.toString());
    assertEquals(0, typed.code(), typed.err());
    read("billing", 1);
    read("audit", 2);
  }

  private void read(String reader, int events) throws InterruptedException {
    var taken = new CountDownLatch(events);
    try (var system = ActorSystem.builder().data(Path.of(data)).open()) {
      system.log("main").follow(reader, event -> {
        if (taken.getCount() == 0) {
          throw new IllegalStateException("that is enough");
        }
        taken.countDown();
      });
      taken.await();
    }
  }

  @Test
  void a_folder_with_a_colon_in_its_name_is_one_as_any_other() throws IOException {
    Path input = Files.writeString(folder.resolve("a:b.csv"), "account,type,amount\n7,credit,7.00\n");
    for (String backend : List.of("sqlite", "rocksdb")) {
      String colon = folder.resolve("c:d").resolve(backend + ":1").toString();
      var demo = Typed.line("demo", "--no-halt", "--backend", backend, "--data", colon, "--input", input.toString());
      assertEquals(0, demo.code(), demo.err());
      String copy = folder.resolve("copy:" + backend).toString();
      assertEquals(0, Typed.line("backup", colon, copy).code());
      assertEquals(0, Typed.line("verify", copy).code());
      assertTrue(Typed.line("ls", copy).out().contains("/account/7\n"));
    }
  }

  @Test
  void each_reader_is_shown_with_how_many_events_wait_for_it() {
    var typed = Typed.line("readers", data, "--json");
    assertEquals(0, typed.code(), typed.err());
    assertEquals(List.of("audit 2", "billing 3"), waiting(data));
    var person = Typed.line("readers", data).out().lines().toList();
    assertEquals(3, person.size(), person::toString);
    assertTrue(person.get(0).matches("STORE +POSITION +WAITING +STORED +NAME"), person::toString);
    assertTrue(person.get(1).matches("main +[0-9]+:[0-9]+ +2 +20.*Z +audit"), person::toString);
  }

  @Test
  void a_reader_whose_handler_gave_up_is_shown_with_what_went_wrong() {
    try (var system = ActorSystem.builder().data(Path.of(data)).open()) {
      var own = new CompletableFuture<EventLog.Following>();
      own.complete(system.log("main").follow("stuck", event -> {
        own.join().close();
        throw new IllegalStateException("the column is too short");
      }));
      while (own.join().isRunning()) {
        Thread.onSpinWait();
      }
    }
    assertTrue(Typed.line("readers", data).out().contains("  stuck\n  does not go on: the column is too short\n"));
    assertTrue(Typed.line("readers", data, "--json").out().contains("\"trouble\":\"the column is too short\"}"));
    assertEquals(0, Typed.line("verify", data).code());
  }

  @Test
  void a_reader_is_dropped_by_its_name_and_that_is_told() {
    var typed = Typed.line("readers", data, "--drop", "billing");
    assertEquals(0, typed.code(), typed.err());
    assertTrue(typed.out().matches("(?s)Dropped the reader billing of store main, .*; 3 events waited for it.\n"),
        typed.out());
    assertEquals(1, Typed.line("readers", data, "--json").out().lines().count());
    assertEquals(0, Typed.line("readers", data, "--drop", "audit", "--store", "main").code());
    assertEquals("No reader is registered.\n", Typed.line("readers", data).out());
  }

  @Test
  void an_unknown_reader_is_answered_with_the_known_ones_and_nobody_is_dropped() {
    var typed = Typed.line("readers", data, "--drop", "billing", "--drop", "nobody");
    assertEquals(2, typed.code());
    assertEquals("", typed.out());
    assertTrue(typed.err().contains("audit") && typed.err().contains("billing"), typed.err());
    assertEquals(2, Typed.line("readers", data, "--json").out().lines().count());
    assertEquals(2, Typed.line("readers", data, "--drop", "audit", "--store", "other").code());
  }

  @Test
  void a_copy_names_the_readers_that_begin_anew_in_it_and_a_backup_keeps_them() {
    var copied = Typed.line("copy", data, folder.resolve("copy").toString(), "--to", "rocksdb");
    assertEquals(0, copied.code(), copied.err());
    assertTrue(copied.err().contains("begins anew") && copied.err().contains("main/audit, main/billing"), copied.err());
    assertEquals("No reader is registered.\n", Typed.line("readers", folder.resolve("copy").toString()).out());
    var backup = folder.resolve("backup").toString();
    var kept = Typed.line("backup", data, backup, "--json");
    assertEquals("", kept.err());
    var told = JsonParser.parseString(kept.out()).getAsJsonObject();
    assertEquals("[\"main/audit\",\"main/billing\"] true", told.get("readers") + " " + told.get("readers_kept"));
    assertEquals(List.of("audit 2", "billing 3"), waiting(backup));
    assertEquals(0, Typed.line("restore", backup, folder.resolve("restored").toString()).code());
    assertEquals(List.of("audit 2", "billing 3"), waiting(folder.resolve("restored").toString()));
  }

  @Test
  void a_copy_that_follows_tells_its_lag_keeps_the_readers_and_is_not_to_be_promoted() {
    var copy = folder.resolve("followed").toString();
    var followed = Typed.line("copy", data, copy, "--to", "rocksdb", "--follow", "--grace", "0", "--json");
    assertEquals(0, followed.code(), followed.err());
    var lines = followed.out().lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    assertTrue(lines.size() > 1 && lines.getFirst().has("behind_events") && lines.getFirst().has("behind_seconds")
        && lines.getFirst().has("newest"), followed.out());
    assertTrue(lines.getLast().get("readers_kept").getAsBoolean(), followed.out());
    assertEquals(List.of("audit 2", "billing 3"), waiting(copy));
    var promoted = Typed.line("promote", copy);
    assertEquals(2, promoted.code());
    assertTrue(promoted.err().contains("holds no unfinished copy"), promoted.err());
  }

  private static List<String> waiting(String data) {
    return Typed.line("readers", data, "--json").out().lines().map(JsonParser::parseString)
        .map(line -> line.getAsJsonObject().get("name").getAsString() + " "
            + line.getAsJsonObject().get("waiting").getAsLong())
        .toList();
  }

  @Test
  void compact_tells_what_it_would_delete_deletes_it_and_tells_for_whom_it_held_back() {
    var dry = Typed.line("compact", data, "--dry-run");
    assertEquals("store main: 1 events of 1 actors can be deleted, 0 are needed; 3 are held for audit, billing\n",
        dry.out());
    assertEquals(dry.out().replace("can be deleted", "deleted"), Typed.line("compact", data).out());
    var held = JsonParser.parseString(Typed.line("compact", data, "--json").out()).getAsJsonObject();
    assertEquals("{\"store\":\"main\",\"streams\":0,\"deleted\":0,\"held\":3,\"held_for\":[\"audit\",\"billing\"],"
        + "\"needed\":0,\"dry_run\":false}", held.toString());
    assertEquals(0, Typed.line("readers", data, "--drop", "billing", "--drop", "audit").code());
    assertEquals(0, Typed.line("compact", data, "account/7").code());
    var streams = Typed.line("ls", data, "--json").out();
    assertTrue(streams.contains("\"id\":\"7\",\"last_sequence\":2,\"events\":0,\"snapshots\":1"), streams);
    assertEquals(0, Typed.line("verify", data).code());
  }

  @Test
  void an_actor_that_is_not_there_is_told_before_anything_is_deleted() {
    var typed = Typed.line("compact", data, "7", "9");
    assertEquals(2, typed.code());
    assertTrue(typed.err().contains("'9'"), typed.err());
    assertTrue(Typed.line("ls", data, "--json").out().contains("\"id\":\"7\",\"last_sequence\":2,\"events\":2"));
  }

  @Test
  void the_state_is_folded_by_the_classes_and_a_folder_without_any_is_told() {
    var typed = Typed.line("state", data, "account/7", "--app", folder.toString());
    assertEquals(2, typed.code());
    assertTrue(typed.err().contains("in " + folder + ". There is no actor type at all."), typed.err());
    Path nothing = folder.resolve("nothing");
    typed = Typed.line("state", data, "account/7", "--app", nothing.toString());
    assertTrue(typed.err().contains("There is no jar and no folder " + nothing), typed.err());
  }

  @Test
  void an_upgrade_of_a_store_of_this_version_changes_nothing() {
    String before = Typed.line("events", data, "7").out();
    var upgrade = Typed.line("upgrade", data);
    assertEquals(0, upgrade.code(), upgrade.err());
    assertTrue(upgrade.out().contains("is a store of this version"), upgrade.out());
    assertEquals(before, Typed.line("events", data, "7").out());
    assertEquals(2, Typed.line("upgrade", folder.resolve("nothing").toString()).code());
  }

  @Test
  void a_store_whose_newest_events_are_gone_goes_on_once_just_that_loss_is_accepted() throws Exception {
    Path file = Path.of(data, "cairn.sqlite");
    Path older = Files.copy(file, folder.resolve("older"));
    read("late", 1);
    Files.copy(older, file, StandardCopyOption.REPLACE_EXISTING);
    var refused = Typed.line("events", data, "7");
    assertEquals(1, refused.code(), refused.out());
    Matcher command = Pattern.compile("cairn accept-loss '.+' (\\d+)").matcher(refused.err());
    assertTrue(command.find(), refused.err());
    long change = Long.parseLong(command.group(1));
    assertEquals(1, Typed.line("accept-loss", data, Long.toString(change - 1)).code());
    assertEquals(1, Typed.line("verify", data).code());
    var accepted = Typed.line("accept-loss", data, Long.toString(change));
    assertEquals(0, accepted.code(), accepted.err());
    assertTrue(accepted.out().contains("The loss up to change " + change + " was accepted."), accepted.out());
    assertEquals(0, Typed.line("verify", data).code());
    assertTrue(Typed.line("accept-loss", data, "1").out().contains("Nothing is lost"));
  }
}
