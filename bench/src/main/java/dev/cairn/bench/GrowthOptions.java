package dev.cairn.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options of the measurement of growth. */
record GrowthOptions(List<Long> sizes, List<Integer> actors, int rounds, Duration time, String only,
    @Nullable Path json) {

  static GrowthOptions of(String... args) {
    var options = new GrowthOptions(List.of(100_000L, 1_000_000L, 10_000_000L), List.of(1_000, 100_000), 3,
        Duration.ofSeconds(5), "", null);
    if (args.length % 2 != 0) {
      throw usage();
    }
    for (int i = 0; i < args.length; i += 2) {
      options = options.with(args[i], args[i + 1]);
    }
    return options;
  }

  private GrowthOptions with(String name, String value) {
    return switch (name) {
      case "--sizes" -> new GrowthOptions(numbers(value), actors, rounds, time, only, json);
      case "--actors" ->
          new GrowthOptions(sizes, numbers(value).stream().map(Math::toIntExact).toList(), rounds, time, only, json);
      case "--rounds" -> new GrowthOptions(sizes, actors, Integer.parseInt(value), time, only, json);
      case "--seconds" ->
          new GrowthOptions(sizes, actors, rounds, Duration.ofSeconds(Long.parseLong(value)), only, json);
      case "--only" -> new GrowthOptions(sizes, actors, rounds, time, value, json);
      case "--json" -> new GrowthOptions(sizes, actors, rounds, time, only, Path.of(value));
      default -> throw usage();
    };
  }

  /** In rising order, since a store grows. */
  private static List<Long> numbers(String value) {
    return Stream.of(value.split(",")).map(Long::valueOf).sorted().toList();
  }

  private static IllegalArgumentException usage() {
    return new IllegalArgumentException("Give [--sizes N,N] [--actors N,N] [--rounds N] [--seconds N] [--only TEXT]"
        + " [--json FILE].");
  }
}
