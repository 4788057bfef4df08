package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code cairn demo}, as it is promised to strangers and scripts. {@code -Dcairn.demo.kills=N} kills it more often,
 * {@code -Dcairn.demo.seed=N} at the moments of another run.
 */
@Order(3)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class DemoIT {
  private static final int ROWS = 2000;
  private static final int KILLS = Integer.getInteger("cairn.demo.kills", 3);

  @TempDir
  private Path folder;
  private BankFile bank = BankFile.of(ROWS);
  private Path input = Path.of("");

  @BeforeEach
  void write_the_input() throws IOException {
    input = bank.writeTo(folder.resolve("bank.csv"));
  }

  @Test
  void it_halts_half_way_recovers_and_ends_with_the_right_balances() {
    JsonObject summary = demo().run().done().summary();
    assertEquals(ROWS / 2, summary.get("halted_at").getAsLong());
    assertTrue(summary.get("recovered_events").getAsLong() >= ROWS / 2, summary::toString);
    assertRight(summary);
    assertStoredAsInTheFile();
  }

  @ParameterizedTest
  @CsvSource({ "rocksdb, plain", "rocksdb, sealed", "sqlite, sealed" })
  void it_does_so_on_each_backend_plain_and_sealed(String backend, String how) throws IOException {
    Object[] keys = keys(how);
    JsonObject summary = demo("--backend", backend).and(keys).run().done().summary();
    assertEquals(ROWS / 2, summary.get("halted_at").getAsLong());
    assertRight(summary);
    assertStoredAsInTheFile(keys);
  }

  @ParameterizedTest
  @ValueSource(strings = { "plain", "sealed" })
  void in_memory_it_ends_with_the_right_balances_without_a_halt(String how) throws IOException {
    assertRight(whole(demo("--backend", "memory").and(keys(how))).done().summary());
  }

  private Object[] keys(String how) throws IOException {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    Path file = Files.write(folder.resolve("key"), key);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return how.equals("sealed") ? new Object[] { "--key-file", file } : new Object[0];
  }

  @Test
  void killed_at_any_moment_it_goes_on_and_ends_with_the_right_balances() {
    long seed = Long.getLong("cairn.demo.seed", System.nanoTime());
    System.out.println("demo: -Dcairn.demo.seed=" + seed);
    assertAll("-Dcairn.demo.seed=" + seed, () -> killAgainAndAgain(new Random(seed)));
    assertRight(demo().run().done().summary());
    assertStoredAsInTheFile();
  }

  @Test
  void once_finished_it_adds_nothing() {
    whole(demo()).done();
    JsonObject again = demo().run().done().summary();
    assertEquals(ROWS, again.get("recovered_events").getAsLong());
    assertRight(again);
    assertStoredAsInTheFile();
  }

  @Test
  void a_bad_row_is_named_with_file_line_and_reason_and_nothing_is_stored() throws IOException {
    Files.writeString(input, Files.readString(input) + "acc-1,credit,12.345,\n");
    var ended = whole(demo()).with(2);
    assertTrue(ended.error().contains(input + ":" + (ROWS + 2) + ": "), ended::error);
    assertTrue(ended.error().contains("12.345"), ended::error);
    assertEquals(List.of(), ended.out());
    assertFalse(Files.exists(data()));
  }

  @Test
  void another_input_is_refused_on_the_same_folder() throws IOException {
    whole(demo()).done();
    Files.writeString(input, Files.readString(input) + "acc-1,credit,12.34,\n");
    var ended = whole(demo()).with(2);
    assertTrue(ended.error().contains("belongs to another input"), ended::error);
    assertStoredAsInTheFile();
  }

  @Test
  void without_an_input_it_makes_fifty_thousand_rows_and_tells_a_person() {
    var ended = Launch.cairn(folder, "demo", "--data", "data").run().done();
    String text = String.join("\n", ended.out());
    assertTrue(text.matches("(?s).*transactions +50,000\n.*balances wrong +0\n.*"), ended::toString);
    assertTrue(ended.error().contains("halted itself without warning"), ended::error);
    assertFalse(ended.error().contains("WARNING"), ended::error);
  }

  private void killAgainAndAgain(Random random) {
    for (int i = 0; i < KILLS; i++) {
      try (Child demo = demo().start()) {
        boolean booking = i % 2 == 1 && demo.errorLine().isPresent();
        demo.endsWithin(Duration.ofMillis(random.nextInt(booking ? 50 : 1200)));
        demo.kill();
        demo.ended(); // its children too, or this would wait in vain
      }
    }
  }

  private Launch demo(String... more) {
    return Launch.cairn(folder, "demo", "--input", input, "--data", data(), "--json").and((Object[]) more);
  }

  /** Without a halt there is one process: this one. */
  private static Child.Ended whole(Launch demo) {
    return demo.and("--no-halt").here();
  }

  private Path data() { return folder.resolve("data"); }

  private void assertRight(JsonObject summary) {
    assertEquals(ROWS, summary.get("transactions").getAsLong());
    assertEquals(bank.counts().size(), summary.get("accounts").getAsLong());
    assertEquals(bank.counts().size(), summary.get("balances_checked").getAsLong());
    assertEquals(0, summary.get("balances_wrong").getAsLong());
    assertTrue(summary.get("seconds").getAsDouble() > 0, summary::toString);
  }

  /** Looks at what is stored, not at what the demo says of it. */
  private void assertStoredAsInTheFile(Object... keys) {
    var counts = new TreeMap<String, Long>();
    for (JsonObject stream : Launch.cairn(folder, "ls", data(), "--json").here().done().json()) {
      counts.put(stream.get("id").getAsString(), stream.get("last_sequence").getAsLong());
    }
    assertEquals(1, counts.remove("input"));
    assertEquals(bank.counts(), counts);
    String account = bank.rows().getFirst().account();
    var events = Launch.cairn(folder, "events", data(), "account/" + account, "--json").and(keys).here().done().json();
    assertEquals(bank.eventsOf(account), events.stream().map(BankFile::event).toList());
  }
}
