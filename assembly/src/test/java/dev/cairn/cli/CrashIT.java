package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cli.child.NoteWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes to a hundred actors is killed at random moments and started again on the same folder. {@code
 * -Dcairn.crash.cycles=N} kills it more often, {@code -Dcairn.crash.seed=N} at the moments of another run.
 */
@Order(8)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class CrashIT {
  private static final List<Moment> MOMENTS = List.of(new Moment("begun", 1, 500), new Moment("kept", 600, 20),
      new Moment("kept", 600, 20), new Moment("stored", 600, 20), new Moment("kept", 600, 20),
      new Moment("state", 100, 20));

  @TempDir
  private Path folder;

  @Test
  void synced_events_survive_the_death_of_the_process_at_any_moment() {
    survive("sqlite", "SYNC", Integer.getInteger("cairn.crash.cycles", MOMENTS.size()));
  }

  @Test
  void unsynced_events_survive_the_death_of_the_process_at_any_moment() {
    survive("sqlite", "OS", Math.max(3, Integer.getInteger("cairn.crash.cycles", 0)));
  }

  @Test
  void synced_events_survive_the_death_of_the_process_on_rocksdb() {
    survive("rocksdb", "SYNC", Integer.getInteger("cairn.crash.cycles", MOMENTS.size()));
  }

  @Test
  void unsynced_events_survive_the_death_of_the_process_on_rocksdb() {
    survive("rocksdb", "OS", Math.max(3, Integer.getInteger("cairn.crash.cycles", 0)));
  }

  /**
   * When to kill: some time after one of the lines that begin so, which are said while writing, opening, reading or
   * recovering.
   */
  private record Moment(String line, int most, int millis) {}

  private void survive(String backend, String durability, int cycles) {
    long seed = Long.getLong("cairn.crash.seed", System.nanoTime());
    System.out.println("crash " + backend + " " + durability + ": -Dcairn.crash.seed=" + seed);
    assertAll("-Dcairn.crash.seed=" + seed, () -> survive(backend, durability, cycles, new Random(seed)));
  }

  private void survive(String backend, String durability, int cycles, Random random) {
    var receipts = new Receipts();
    for (int cycle = 0; cycle < cycles; cycle++) {
      try (Child writer = start(backend, durability, "write")) {
        Moment moment = MOMENTS.get(cycle % MOMENTS.size());
        read(writer, moment.line(), 1 + random.nextInt(moment.most()), receipts);
        writer.endsWithin(Duration.ofMillis(random.nextInt(moment.millis())));
        writer.kill();
        drain(writer, receipts);
      }
    }
    try (Child reader = start(backend, durability, "read")) {
      drain(reader, receipts);
      assertEquals(0, reader.ended().code());
      assertEquals(List.of(), reader.ended().err());
    }
    System.out
        .println("crash " + backend + " " + durability + ": " + receipts.count() + " events in " + cycles + " lives");
    assertTrue(receipts.count() > 0, "nothing was acknowledged, so nothing was tested");
  }

  /** Reads so many lines that begin alike. A report may be shorter. */
  private static void read(Child writer, String beginning, int lines, Receipts receipts) {
    String line = "";
    for (int left = lines; left > 0 && (beginning.equals("kept") || !line.equals("recovered"));) {
      line = writer.line().orElseThrow(() -> new AssertionError(writer.ended().error()));
      receipts.take(line);
      left -= line.startsWith(beginning) ? 1 : 0;
    }
  }

  private static void drain(Child child, Receipts receipts) {
    for (Optional<String> line = child.line(); line.isPresent(); line = child.line()) {
      receipts.take(line.get());
    }
  }

  private Child start(String backend, String durability, String what) {
    return Launch.program(folder, backend, NoteWriter.class, "data", durability, what).start();
  }
}
