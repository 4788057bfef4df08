package dev.cairn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RawSqliteTest {
  private static final Budget FEW = new Budget(Duration.ofMinutes(1), 64);

  @TempDir
  Path folder;

  @Test
  void one_actor_stores_as_many_events_as_the_budget_has() throws Exception {
    assertEquals(64, new RawSqlite("NORMAL").one(folder, FEW).events());
  }

  @Test
  void many_actors_store_as_many_events_as_the_budget_has() throws Exception {
    assertEquals(64, new RawSqlite("FULL").many(folder, FEW, Workload.ACTORS).events());
  }

  @Test
  void what_one_actor_stored_is_read_again() throws Exception {
    assertEquals(64, new RawSqlite("NORMAL").again(folder, FEW).events());
  }

  @Test
  void what_each_actor_stored_is_read_again() throws Exception {
    assertEquals(300, new RawSqlite("NORMAL").eachAgain(folder, new Budget(Duration.ofMinutes(1), 399)).events());
  }
}
