package dev.cairn.bench;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The options of the command line. */
record Options(Budget budget, int rounds, String only, @Nullable Path json) {
  private static final int MOST_EVENTS = 100_000;

  static Options of(String... args) {
    var options = new Options(new Budget(Duration.ofSeconds(3), MOST_EVENTS), 3, "", null);
    if (args.length % 2 != 0) {
      throw usage();
    }
    for (int i = 0; i < args.length; i += 2) {
      options = options.with(args[i], args[i + 1]);
    }
    return options;
  }

  private Options with(String name, String value) {
    return switch (name) {
      case "--seconds" -> new Options(budget.within(Duration.ofSeconds(Long.parseLong(value))), rounds, only, json);
      case "--events" -> new Options(budget.upTo(Integer.parseInt(value)), rounds, only, json);
      case "--rounds" -> new Options(budget, Integer.parseInt(value), only, json);
      case "--only" -> new Options(budget, rounds, value, json);
      case "--json" -> new Options(budget, rounds, only, Path.of(value));
      default -> throw usage();
    };
  }

  private static IllegalArgumentException usage() {
    return new IllegalArgumentException("Give [--seconds N] [--events N] [--rounds N] [--only TEXT] [--json FILE].");
  }
}
