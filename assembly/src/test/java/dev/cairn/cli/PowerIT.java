package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cli.child.NoteWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The power is cut under a process that writes to a hundred actors, some of them pipelined, and the next process reads
 * what the disk had there. {@code -Dcairn.power.cuts=N} cuts it more often, {@code -Dcairn.power.seed=N} at the places
 * of another run.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class PowerIT {
  private static final int CUTS = Integer.getInteger("cairn.power.cuts", 2);
  private static final int ENOUGH_BYTES = 60_000;

  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void what_plain_and_pipelined_actors_answered_is_there_after_a_loss_of_power(String backend) throws IOException {
    long seed = Long.getLong("cairn.power.seed", System.nanoTime());
    System.out.println("power " + backend + ": -Dcairn.power.seed=" + seed);
    var cuts = Launch.java(folder, "-cp", kit(), "dev.cairn.tck.PowerCuts").and(folder, CUTS, seed, ENOUGH_BYTES)
        .and(writer(Path.of("data"), backend, "write").command().toArray()).run().done();
    String told = cuts.out().getLast();
    Assumptions.assumeFalse(told.startsWith("not run"), told);
    long most = 0;
    for (int cut = 0; Files.exists(folder.resolve("said-" + cut)); cut++) {
      most = Math.max(most, inspect(cut, backend));
    }
    assertTrue(most > 0, "nothing was acknowledged, so nothing was tested");
    System.out.println("power " + backend + ": " + told + " places, " + most + " events acknowledged");
  }

  /** Returns how many events were acknowledged before the cut. */
  private long inspect(int cut, String backend) throws IOException {
    var receipts = new Receipts();
    Files.readAllLines(folder.resolve("said-" + cut)).forEach(receipts::take);
    long acknowledged = receipts.count();
    var reader = writer(folder.resolve("cut-" + cut).resolve("data"), backend, "read").run().done();
    assertEquals(List.of(), reader.err());
    reader.out().forEach(receipts::take);
    return acknowledged;
  }

  private Launch writer(Path data, String backend, String what) {
    return Launch.program(folder, backend, NoteWriter.class, data, "SYNC", what);
  }

  private static String kit() throws IOException {
    try (var jars = Files.list(Distribution.built().home().resolve("tck"))) {
      return String.join(":", jars.map(Path::toString).toList());
    }
  }
}
