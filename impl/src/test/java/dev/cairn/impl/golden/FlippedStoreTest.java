package dev.cairn.impl.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.impl.golden.GoldenStores.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One flipped bit in any file of a store never gives another state, log, sequence or reader without a typed error, and
 * is found by a verification where anything cannot be read as before. {@code -Dflips} says how many for each backend,
 * and {@code -Dflips.seed} which; of so many that a verification has told {@code -Dflips.read} one is read too.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class FlippedStoreTest {
  private static final int FLIPS = Integer.getInteger("flips", 80);
  private static final long SEED = Long.getLong("flips.seed", 1);

  private static final String BACKENDS = System.getProperty("flips.backends", "rocksdb,sqlite");

  private static final Map<String, String> LOGS = Map.of("rocksdb", ".log", "sqlite", "-wal");

  @TempDir
  Path folder;

  private final Random random = new Random(SEED);

  static Stream<Golden> kinds() {
    return Stream.of(BACKENDS.split(",")).flatMap(backend -> GoldenStores.of("", backend).stream());
  }

  static Stream<Golden> killed() {
    return kinds().filter(Golden::killed);
  }

  /** Returns how many were told. */
  private int flip(Golden kind, String end, int flips) throws IOException, InterruptedException {
    FlippedStore store = new FlippedStore(kind, folder);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < flips; i++) {
      wrong.addAll(store.flip(end, random));
    }
    assertEquals("", String.join("\n", wrong), "-Dflips.seed=" + SEED);
    return store.told();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everything_reads_as_before_or_a_typed_error_tells_it(Golden kind) throws IOException, InterruptedException {
    assertTrue(flip(kind, "", FLIPS * 4 / 5 / 4) > 0, "some flips are damage");
  }

  @ParameterizedTest
  @MethodSource("killed")
  void each_flip_in_what_is_read_of_the_log_that_a_kill_has_left_is_told(Golden kind)
      throws IOException, InterruptedException {
    int flips = FLIPS / 5 / 2;
    int told = flip(kind, LOGS.get(kind.backend()), flips);
    // what SQLite has in its file already is left in its log, where nobody reads it
    assertTrue(told == flips || kind.backend().equals("sqlite") && told > 0, told + " told, -Dflips.seed=" + SEED);
  }
}
