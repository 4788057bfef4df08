package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cli.child.UpdatesInFelix;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The backend's bundle is updated while a hundred actors write, taken away, and brought back.
 * {@code -Dcairn.updates=N} updates it more often.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class OsgiUpdateIT {
  private static final int UPDATES = Integer.getInteger("cairn.updates", 15);
  private static final long MOST_MORE_FILES = 10;
  private static final long MOST_MORE_CLASSES = 500;

  @TempDir
  private Path folder;

  /** A session on a server takes longer to begin, so there are fewer updates. */
  @ParameterizedTest
  @CsvSource({ "sqlite, 1", "postgresql, 5" })
  void updates_fail_no_ask_and_leave_nothing_behind(String backend, int fewer) {
    int updates = UPDATES / fewer;
    var bundles = Distribution.built().bundles(backend);
    Path jar = bundles.stream().filter(each -> each.getFileName().toString().startsWith("cairn-backend-")).findFirst()
        .orElseThrow();
    Launch launch = OsgiIT.inFelix(folder, UpdatesInFelix.class).and(folder, updates, backend, jar)
        .and(bundles.toArray());
    Map<String, String> said = (backend.equals("postgresql") ? DatabaseServer.with(launch, "updates") : launch)
        .run().done().out().stream()
        .map(line -> line.split(" ", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    long[] written = numbers(said, "written");
    assertTrue(written[0] > updates, () -> said.toString());
    assertEquals(0, written[1], () -> said.toString());
    assertEquals("ledger right", said.get("rest"));
    long[] before = numbers(said, "before");
    long[] after = numbers(said, "after");
    assertTrue(after[0] - before[0] < MOST_MORE_FILES, () -> said.toString());
    assertTrue(after[1] - before[1] < MOST_MORE_CLASSES, () -> said.toString());
    assertTrue(said.get("gone").contains("'" + backend + "' was not found"), () -> said.toString());
    assertEquals("kept", said.get("back"));
    assertTrue(said.get("stopped").startsWith("ActorStopped"), () -> said.toString());
    assertEquals("0", said.get("claims"));
    System.out.println("longest ask across " + updates + " updates of " + backend + ": " + written[2] + " ms");
  }

  private static long[] numbers(Map<String, String> said, String name) {
    return Arrays.stream(said.get(name).split(" ")).mapToLong(Long::parseLong).toArray();
  }
}
