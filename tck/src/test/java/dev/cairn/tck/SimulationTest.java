package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation of rule N12 on cardboard: 2,000 seeds in a build, a million by {@code cairn.tck.simulations}. */
class SimulationTest {
  private static final long FIRST = Effort.firstSimulation();
  private static final long SEEDS = Long.getLong("cairn.tck.simulations", 2000);

  private static Optional<AssertionError> failure(long seed, BackendProvider provider, String location) {
    BackendConfig config =
        new BackendConfig(Path.of(location), BackendConfig.Mode.CREATE, Optional.empty(), Map.of());
    try {
      Simulation.run(seed, () -> provider.open(config));
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.of(e);
    }
  }

  @Test
  void a_backend_that_keeps_every_rule_agrees_with_the_model_for_each_seed(TestReporter reporter) {
    LongStream.range(FIRST, FIRST + SEEDS).parallel()
        .mapToObj(seed -> failure(seed, new SabotagedWriters.Shared(), "simulated"))
        .flatMap(Optional::stream).findAny().ifPresent(failed -> {
          throw failed;
        });
    reporter.publishEntry("simulations", Long.toString(SEEDS));
  }

  static Stream<Broken> sabotage() {
    return SabotagedWriters.all();
  }

  private static long seedThatFinds(Broken broken) {
    OptionalLong found = LongStream.rangeClosed(1, 2000)
        .filter(seed -> failure(seed, broken.provider(), "simulated-" + seed).isPresent()).findFirst();
    assertTrue(found.isPresent(), () -> "No seed finds a backend that " + broken.how() + ".");
    return found.getAsLong();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sabotage")
  void each_sabotage_of_several_writers_is_found_by_a_seed(Broken broken, TestReporter reporter) {
    reporter.publishEntry(broken.toString(), "found by seed " + seedThatFinds(broken));
  }

  @Test
  void a_seed_that_fails_is_told_and_fails_again_in_the_same_way() {
    Broken broken = sabotage().findFirst().orElseThrow();
    long seed = seedThatFinds(broken);
    String first = failure(seed, broken.provider(), "once").orElseThrow().getMessage();
    assertTrue(first.contains("-Dcairn.tck.seed=" + seed + " "), first);
    assertTrue(first.contains(" claims "), first);
    assertEquals(first, failure(seed, broken.provider(), "again").orElseThrow().getMessage());
  }
}
