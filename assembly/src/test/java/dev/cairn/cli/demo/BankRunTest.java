package dev.cairn.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreLocked;
import dev.cairn.cli.demo.AccountCommand.Book;
import dev.cairn.cli.progress.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs against a store on disk, in this process. */
final class BankRunTest {
  private static final long ROWS = 2_000;

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @TempDir
  private Path folder = Path.of("");

  @Test
  void what_was_acknowledged_is_recovered_and_the_rest_is_booked() throws IOException {
    assertThrows(DemoStopped.class, () -> run(Act.FIRST, "bank.csv", ROWS));
    var summary = run(Act.SECOND, "bank.csv", ROWS);
    assertEquals(OptionalLong.of(ROWS / 2), summary.haltRow());
    assertTrue(summary.recoveredEvents() >= ROWS / 2 && summary.recoveredEvents() < ROWS, summary::toString);
    assertEquals(0, summary.lostRows());
    assertEquals(List.of(), summary.wrongBalances());
  }

  @Test
  void a_run_that_is_repeated_recovers_everything_and_books_nothing() throws IOException {
    assertEquals(0, run(Act.WHOLE, "bank.csv", ROWS).recoveredEvents());
    var summary = run(Act.FIRST, "bank.csv", ROWS);
    assertEquals(ROWS, summary.recoveredEvents());
    assertEquals(OptionalLong.empty(), summary.haltRow());
    assertTrue(summary.isGood(), summary::toString);
  }

  @Test
  void a_folder_refuses_another_input_and_names_its_own() throws IOException {
    run(Act.WHOLE, "bank.csv", 10);
    var stopped = assertThrows(DemoStopped.class, () -> run(Act.WHOLE, "other.csv", 11));
    assertTrue(String.valueOf(stopped.getMessage()).contains("belongs to another input: bank.csv with 10 rows"),
        stopped.getMessage());
    assertEquals(10, run(Act.WHOLE, "bank.csv", 10).recoveredEvents());
  }

  @Test
  void a_balance_that_somebody_changed_is_wrong() throws IOException {
    run(Act.WHOLE, "bank.csv", 10);
    try (var system = ActorSystem.builder().data(data()).open()) {
      system.entity(Account.TYPE, "3").ask(new Book(11, 10, Kind.DEBIT, 1));
    }
    var summary = run(Act.WHOLE, "bank.csv", 10);
    assertFalse(summary.isGood());
    assertEquals(1, summary.wrongBalances().size());
    assertTrue(summary.wrongBalances().get(0).startsWith("account 3 has "), summary.wrongBalances()::toString);
  }

  @Test
  void a_store_of_other_actors_is_refused_and_left_as_it_is() throws IOException {
    try (var system = ActorSystem.builder().data(data()).backend("sqlite").open()) {
      system.entity(Account.TYPE, "3").ask(new Book(1, 0, Kind.CREDIT, 1));
    }
    var stopped = assertThrows(DemoStopped.class, () -> run(Act.WHOLE, "bank.csv", 10));
    assertTrue(String.valueOf(stopped.getMessage()).contains("other actors"), stopped.getMessage());
    try (var inspector = StoreInspector.open(data())) {
      assertEquals(List.of(), inspector.find("import/input"));
    }
  }

  @Test
  void a_store_that_stays_locked_is_given_up() {
    try (var system = ActorSystem.builder().data(data()).backend("sqlite").open()) {
      assertThrows(StoreLocked.class, () -> run(Act.WHOLE, "bank.csv", 10), system::toString);
    }
    String waits = told.toString(UTF_8);
    assertTrue(waits.matches("Waiting for 2 seconds: the store in .*data is held by .*\\.\\R"), waits);
  }

  private Summary run(Act act, String name, long rows) throws IOException {
    var options = new DemoOptions(Optional.of(input(name, rows)), data(), Optional.empty(), Optional.empty(), true);
    return new BankRun(options, act, (task, from, size, unit) -> new Silence(), new PrintStream(told, true, UTF_8),
        () -> {
          throw new DemoStopped("The test halts here.");
        }, 0).run();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path input(String name, long rows) throws IOException {
    return Files.writeString(folder.resolve(name), LongStream.rangeClosed(1, rows)
        .mapToObj(i -> i % 7 + (i % 3 == 0 ? ",debit," : ",credit,") + i + ".00\n")
        .collect(Collectors.joining("", "account,type,amount\n", "")));
  }

  /** Shows nothing. */
  private record Silence() implements Progress {
    @Override
    public void stepTo(long done) {}

    @Override
    public void close() {}
  }
}
