package dev.cairn.pekko.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.StoreCopy;
import dev.cairn.pekko.journal.bank.Transfer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program on Pekko that is killed again and again; what it has said stands in this process. {@code -Dpekko.kills=N}
 * makes it longer, {@code -Dpekko.seed=N} waits for the same numbers of lines again. Both print their seed.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class KilledProgramTest {
  private static final int KILLS = Integer.getInteger("pekko.kills", 1);
  private static final int ACCOUNTS = 12;

  @TempDir
  Path folder;

  private final long seed = Long.getLong("pekko.seed", System.nanoTime() % 1_000_000);
  private final Random random = new Random(seed);
  private Path projection = Path.of("");
  private Path store = Path.of("");
  private long booked;

  @BeforeEach
  void begin() {
    System.out.println("The seed is " + seed + ": -Dpekko.seed=" + seed);
    projection = folder;
    store = folder.resolve("store");
  }

  @Test
  void nothing_acknowledged_is_lost_or_doubled_and_the_projection_is_exact_also_in_a_copy() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      try (BankRun run = transfer(store, "rocksdb", 1_000_000)) {
        run.read(20 + random.nextInt(150));
        remember(run.kill());
      }
    }
    System.out.println(booked + " transfers were acknowledged, with " + KILLS + " kills");
    assertTrue(booked >= 20L * KILLS, "too little was booked");
    goesOnInCopyOf(store);
  }

  @Test
  void a_backup_beside_the_program_has_what_was_acknowledged_before_and_the_program_goes_on_in_a_copy_of_it()
      throws Exception {
    Path backup = folder.resolve("backup");
    try (BankRun run = transfer(store, "rocksdb", 1_000_000)) {
      run.read(30 + random.nextInt(50));
      remember(run.lines());
      StoreCopy.of(store, backup).keepReaders().run((phase, events, all) -> {}); // as the command backup does
      int then = run.lines().size();
      run.read(then + 10);
      assertEquals(then + 10, run.lines().size(), "it writes all the time\n" + errors());
      run.kill();
    }
    projection = folder.resolve("restored"); // its database is no part of the backup, and begins anew
    Files.createDirectory(projection);
    goesOnInCopyOf(backup);
  }

  private void goesOnInCopyOf(Path original) throws Exception {
    Path copy = folder.resolve("copy");
    StoreCopy.of(original, copy).backend("sqlite").run((phase, events, all) -> {});
    try (BankRun run = transfer(copy, "sqlite", 100)) {
      List<String> lines = run.rest();
      assertEquals(0, run.exit(), this::errors);
      remember(lines);
      audit(lines);
    }
  }

  private BankRun transfer(Path folderOfStore, String backend, int count) throws Exception {
    return BankRun.start(folder.resolve("errors"), folderOfStore.toString(), backend, projection.toString(),
        Long.toString(booked + 1), Integer.toString(count));
  }

  /** Transfers are said in the order of their numbers. The last line of a killed process may be cut off. */
  private void remember(List<String> lines) {
    for (String line : lines) {
      if (line.equals("booked " + (booked + 1))) {
        booked++;
      }
    }
  }

  private void audit(List<String> lines) {
    Map<String, Integer> events = new HashMap<>();
    Map<String, String> balances = new TreeMap<>();
    Map<String, long[]> folded = new TreeMap<>();
    for (String line : lines) {
      String[] words = line.split(" ");
      if (words[0].equals("balance")) {
        balances.put(words[1], words[2] + " " + words[3]);
      } else if (words[0].equals("event")) {
        events.merge(words[1] + " " + words[3] + " " + words[4], 1, Integer::sum);
        long[] sum = folded.computeIfAbsent(words[1], account -> new long[2]);
        sum[0] += Long.parseLong(words[4]);
        sum[1]++;
      }
    }
    assertBookedOnce(events);
    Map<String, String> expected = new TreeMap<>();
    folded.forEach((account, sum) -> expected.put(account, sum[0] + " " + sum[1]));
    assertEquals(expected, balances, this::errors);
  }

  private void assertBookedOnce(Map<String, Integer> events) {
    for (long number = 1; number <= booked; number++) {
      Transfer transfer = Transfer.of(number, ACCOUNTS);
      String debit = "account|" + transfer.from() + " " + number + " " + -transfer.amount();
      String credit = "account|" + transfer.to() + " " + number + " " + transfer.amount();
      assertEquals(List.of(1, 1), List.of(events.getOrDefault(debit, 0), events.getOrDefault(credit, 0)),
          "transfer " + number + " of seed " + seed);
    }
    events.forEach((event, times) -> assertEquals(1, times, event));
  }

  private String errors() {
    try {
      return Files.readString(folder.resolve("errors"));
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
