package dev.cairn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RawRocksdbTest {
  private static final Budget FEW = new Budget(Duration.ofMinutes(1), 64);

  @TempDir
  Path folder;

  @Test
  void one_actor_stores_as_many_events_as_the_budget_has() throws Exception {
    assertEquals(64, new RawRocksdb(false).one(folder, FEW).events());
  }

  @Test
  void many_actors_store_as_many_events_as_the_budget_has() throws Exception {
    assertEquals(64, new RawRocksdb(true).many(folder, FEW, Workload.ACTORS).events());
  }

  @Test
  void what_one_actor_stored_is_read_again() throws Exception {
    assertEquals(64, new RawRocksdb(false).again(folder, FEW).events());
  }

  @Test
  void what_each_actor_stored_is_read_again() throws Exception {
    assertEquals(300, new RawRocksdb(false).eachAgain(folder, new Budget(Duration.ofMinutes(1), 399)).events());
  }
}
