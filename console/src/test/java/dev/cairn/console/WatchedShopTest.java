package dev.cairn.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.api.ActorSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of {@code docs/console.md}. */
class WatchedShopTest {

  @Test
  void a_program_attaches_a_console_to_its_system(@TempDir Path data) {
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").open()) {
      watch(system, data);
    }
  }

  private static void watch(ActorSystem system, Path data) {
    try (var console = Console.attach(system).data(data).types((store, type) -> Till.TYPE).open()) {
      System.out.println(console.uri());
      work(console);
    }
  }

  private static void work(Console console) {
    assertEquals(200, Visitor.of(console).get("/api/live").status());
  }
}
