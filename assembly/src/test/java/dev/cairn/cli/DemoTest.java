package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo in one process. */
final class DemoTest {

  @TempDir
  private Path folder = Path.of("");

  @Test
  void every_balance_of_the_sample_is_right() {
    var typed = demo("--backend", "memory", "--json");
    assertEquals(0, typed.code(), typed.err());
    var summary = JsonParser.parseString(typed.out()).getAsJsonObject();
    assertEquals(50_000, summary.get("transactions").getAsLong());
    assertEquals(1_000, summary.get("accounts").getAsLong());
    assertEquals(1_000, summary.get("balances_checked").getAsLong());
    assertEquals(0, summary.get("balances_wrong").getAsLong());
    assertTrue(summary.get("halted_at").isJsonNull());
    assertEquals(0, summary.get("recovered_events").getAsLong());
  }

  @Test
  void a_person_is_told_that_the_memory_keeps_nothing() throws Exception {
    var typed = demo("--backend", "memory", "--input", input("a", 10).toString());
    assertEquals(0, typed.code(), typed.err());
    assertTrue(typed.out().contains("keeps nothing"), typed.out());
  }

  @Test
  void a_backend_that_is_not_there_is_told_on_stderr_alone() {
    var typed = demo("--backend", "papyrus");
    assertEquals(2, typed.code());
    assertEquals("", typed.out());
    assertTrue(typed.err().contains("papyrus"), typed.err());
    assertFalse(Files.exists(folder.resolve("data")));
  }

  private Typed demo(String... more) {
    var fixed = Stream.of("demo", "--no-halt", "--data", folder.resolve("data").toString());
    return Typed.line(Stream.concat(fixed, Stream.of(more)).toArray(String[]::new));
  }

  private Path input(String account, int rows) throws Exception {
    return Files.writeString(folder.resolve(account + ".csv"), IntStream.rangeClosed(1, rows)
        .mapToObj(i -> account + ",credit," + i + ".00\n")
        .collect(Collectors.joining("", "account,type,amount\n", "")));
  }
}
