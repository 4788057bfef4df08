package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code cairn demo --with-server}, with the server of the distribution. {@code -Dcairn.demo.server.kills=N} kills it
 * more often, {@code -Dcairn.demo.seed=N} at the moments of another run.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class WithServerIT {
  private static final int ROWS = 400;
  private static final int KILLS = Integer.getInteger("cairn.demo.server.kills", 1);

  @TempDir
  private Path folder;

  @BeforeEach
  void write_the_input() throws IOException {
    BankFile.of(ROWS).writeTo(folder.resolve("bank.csv"));
  }

  @Test
  void killed_with_its_server_it_goes_on_and_then_takes_the_server_away() throws IOException {
    long seed = Long.getLong("cairn.demo.seed", System.nanoTime());
    System.out.println("demo with a server: -Dcairn.demo.seed=" + seed);
    var random = new Random(seed);
    for (int i = 0; i < KILLS; i++) {
      try (Child demo = demo("--data", "bank").start()) {
        awaitServer(demo);
        demo.endsWithin(Duration.ofMillis(random.nextInt(1500)));
        demo.kill();
        demo.ended();
      }
    }
    assertRight(demo("--data", "bank").run().done().summary());
    assertFalse(Files.exists(folder.resolve("bank/server/data/postmaster.pid")), "the server is still there");
    assertNothingTemporary();
  }

  @Test
  void without_a_folder_of_its_own_nothing_is_left() throws IOException {
    assertRight(demo("--no-halt").run().done().summary());
    assertNothingTemporary();
  }

  @Test
  void it_is_for_postgresql_alone_and_starts_no_second_server() throws IOException {
    assertTrue(demo("--backend", "sqlite").here().with(2).error().contains("not for sqlite"));
    var refused = demo("--setting", "url=jdbc:postgresql://db/shop").here().with(2);
    assertTrue(refused.error().contains("--setting url names another one"), refused::error);
    Launch.cairn(folder, "demo", "--input", "bank.csv", "--data", "files", "--no-halt").run().done();
    var store = demo("--data", folder.resolve("files")).here().with(2);
    assertTrue(store.error().contains("not made with --with-server"), store::error);
    assertNothingTemporary();
  }

  private static void awaitServer(Child demo) {
    var line = demo.errorLine();
    while (!line.orElseThrow().contains("has started")) {
      line = demo.errorLine();
    }
  }

  private Launch demo(Object... more) {
    return Launch.cairn(folder, "demo", "--with-server", "--input", folder.resolve("bank.csv"), "--json").and(more);
  }

  private static void assertRight(JsonObject summary) {
    assertEquals(ROWS, summary.get("transactions").getAsLong());
    assertEquals(0, summary.get("balances_wrong").getAsLong());
  }

  private void assertNothingTemporary() throws IOException {
    Files.createDirectories(folder.resolve("tmp"));
    try (var left = Files.list(folder.resolve("tmp"))) {
      assertEquals(List.of(), left.filter(path -> path.getFileName().toString().startsWith("cairn-")).toList());
    }
  }
}
