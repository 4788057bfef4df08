package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.impl.journal.Chain.Look;
import dev.cairn.impl.journal.Chain.Put;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operating system gives belongs to the location, and an actor takes none of it. */
class ManyActorsTest {
  private static final int ACTORS = 800;
  private static final int FEW = 32; // the pool of the backend, and what the JVM opens for itself

  @TempDir
  Path data;

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void hundreds_of_active_actors_share_one_opening_and_a_few_open_files(String backend) throws Exception {
    FaultyProvider provider = FaultyProvider.of(backend);
    try (ActorSystem system = Systems.open(provider, data, Duration.ofSeconds(60))) {
      system.entity(Chain.TYPE, "first").ask(new Put(1));
      long before = openFiles();
      CompletableFuture.allOf(IntStream.range(0, ACTORS)
          .mapToObj(i -> system.entity(Chain.TYPE, "chain " + i).askAsync(new Put(1)))
          .toArray(CompletableFuture[]::new)).join();
      assertTrue(openFiles() < before + FEW, openFiles() + " open files after " + before);
      assertEquals(1, provider.faults.count(Call.OPEN));
      assertEquals(1, system.entity(Chain.TYPE, "chain 0").ask(new Look()).count());
    }
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/dev/fd"))) {
      return files.count();
    }
  }
}
