package dev.cairn.impl.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ImportResult;
import dev.cairn.api.StreamImport;
import dev.cairn.impl.ChildPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -Dcairn.import.kills=20} kills more often, {@code -Dcairn.seed=N} at other moments. */
@Timeout(120)
class KilledImportTest {
  private static final int KILLS = Integer.getInteger("cairn.import.kills", 1);
  private static final long SEED = Long.getLong("cairn.seed", 21);
  private static final int ROWS = 30_000;

  @TempDir
  Path data;

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void an_import_that_is_killed_and_repeated_has_stored_each_event_once(String backend) throws Exception {
    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      importUntil(5_000 + random.nextInt(ROWS - 10_000), backend);
    }
    try (ActorSystem system = ActorSystem.builder().data(data).backend(backend).open()) {
      ImportResult repeated = KilledImport.run(StreamImport.into(system.streams("main")), ROWS, ROWS);
      assertEquals(ROWS, repeated.rows());
      assertTrue(repeated.present() > 0 && repeated.stored() > 0, repeated::toString);
      for (int id = 0; id < KilledImport.STREAMS; id++) {
        List<Long> sequences = system.streams("main").stream(KilledImport.TYPE, "s" + id).events(1, Long.MAX_VALUE)
            .map(event -> event.sequence()).toList();
        assertEquals(LongStream.rangeClosed(1, ROWS / KilledImport.STREAMS).boxed().toList(), sequences);
      }
      assertEquals(new ImportResult(0, ROWS),
          KilledImport.run(StreamImport.comparison(system.streams("main")), ROWS, ROWS));
    }
  }

  private void importUntil(int row, String backend) throws IOException, InterruptedException {
    Process child = new ProcessBuilder(ChildPath.command(KilledImport.class, data, backend, ROWS, 100))
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader said = child.inputReader()) {
      String line = said.readLine();
      while (line != null && Long.parseLong(line) < row) {
        line = said.readLine();
      }
      assertTrue(line != null, "it ended before row " + row + "; seed " + SEED);
    } finally {
      child.destroyForcibly().waitFor();
    }
  }
}
