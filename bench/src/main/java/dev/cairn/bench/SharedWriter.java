package dev.cairn.bench;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.Durability;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One of several processes that write to one location: actors of its own, and its part of the asks in flight. It warms
 * up, says "ready", reads a line, works for some seconds, and says how many events it has stored.
 */
final class SharedWriter {
  private static final int MOST_EVENTS = 1_000_000;
  private static final Duration LAP = Duration.ofSeconds(2);
  private static final int QUIET_LAPS = 3;
  private static final int MOST_LAPS = 45;

  private SharedWriter() {}

  /** Takes the url, the schema, the folder, the durability, the number of the process, of all, and the seconds. */
  public static void main(String[] args) throws Exception {
    int number = Integer.parseInt(args[4]);
    int processes = Integer.parseInt(args[5]);
    var builder = ActorSystem.builder().data(Path.of(args[2])).backend("postgresql")
        .durability(Durability.valueOf(args[3])).askTimeout(Duration.ofSeconds(30));
    PostgresqlSubject.settings(args[0], args[1], "many").forEach(builder::setting);
    try (var system = builder.open()) {
      var actors = IntStream.range(0, Workload.ACTORS).filter(actor -> actor % processes == number)
          .mapToObj(actor -> system.entity(Notebook.TYPE, Integer.toString(actor))).toList();
      int inFlight = Workload.IN_FLIGHT / processes;
      Crowd.of(actors, inFlight).prime();
      warmUp(() -> Crowd.of(actors, inFlight));
      System.out.println("ready");
      if (System.in.read() >= 0) {
        var watch = new Stopwatch(new Budget(Duration.ofSeconds(Long.parseLong(args[6])), MOST_EVENTS), 1);
        System.out.println(Crowd.of(actors, inFlight).run(watch).events());
      }
    }
  }

  /**
   * Until the compilers are quiet, which takes the longer the more processes share the processors. One lap says little:
   * a method counts once it is compiled.
   */
  private static void warmUp(Supplier<Crowd> crowd) throws Exception {
    var compilers = ManagementFactory.getCompilationMXBean();
    int quiet = 0;
    for (int lap = 0; quiet < QUIET_LAPS && lap < MOST_LAPS; lap++) {
      long before = compilers.getTotalCompilationTime();
      crowd.get().run(new Stopwatch(new Budget(LAP, MOST_EVENTS), 1));
      quiet = compilers.getTotalCompilationTime() - before < LAP.toMillis() / 10 ? quiet + 1 : 0;
    }
  }
}
