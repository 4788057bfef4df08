package dev.cairn.bench;

import dev.cairn.api.Durability;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The same asks in flight in all, from one, two and four processes that write to one location. */
final class Processes {
  private static final List<Integer> COUNTS = List.of(1, 2, 4);
  private static final String ROW = "%-6s %-12s %34s %26s%n";

  private final BenchDatabase database;
  private final Path work;
  private final Options options;

  private Processes(BenchDatabase database, Path work, Options options) {
    this.database = database;
    this.work = work;
    this.options = options;
  }

  public static void main(String[] args) throws Exception {
    Path work = Path.of("").toAbsolutePath();
    Options options = Options.of(args);
    System.out.println(Machine.measured(work));
    System.out.printf(Locale.ROOT, ROW, "", "processes", "events/s: median (min .. max)", "of one process");
    try (var database = BenchDatabase.start(work)) {
      for (Durability durability : List.of(Durability.SYNC, Durability.OS)) {
        if (durability.name().contains(options.only())) {
          new Processes(database, work, options).run(durability);
        }
      }
    }
  }

  private void run(Durability durability) throws Exception {
    List<Map<Integer, Double>> rounds = new ArrayList<>();
    for (int round = 0; round < options.rounds(); round++) {
      Map<Integer, Double> figures = new LinkedHashMap<>();
      for (int count : COUNTS) {
        figures.put(count, eventsPerSecond(count, durability));
      }
      rounds.add(figures);
    }
    for (int count : COUNTS) {
      System.out.printf(Locale.ROOT, ROW, durability, count,
          Spread.of(rounds, round -> figure(round, count)).text("%,.0f"),
          Spread.of(rounds, round -> figure(round, count) / figure(round, 1)).text("%.2f"));
    }
  }

  private static double figure(Map<Integer, Double> round, int count) {
    return round.getOrDefault(count, Double.NaN);
  }

  /** All processes begin together, once each has warmed up. */
  private double eventsPerSecond(int count, Durability durability) throws Exception {
    List<Process> writers = new ArrayList<>();
    try (var folder = new Folder(work)) {
      try {
        for (int number = 0; number < count; number++) {
          writers.add(start(folder.path(), durability, number, count));
        }
        for (Process writer : writers) {
          answer(writer);
        }
        for (Process writer : writers) {
          writer.getOutputStream().write('\n');
          writer.getOutputStream().flush();
        }
        double events = 0;
        for (Process writer : writers) {
          events += Double.parseDouble(answer(writer));
        }
        return events / options.budget().time().toSeconds();
      } finally {
        writers.forEach(Process::destroyForcibly);
        for (Process writer : writers) {
          writer.waitFor();
        }
        database.drop(folder.path());
      }
    }
  }

  private static String answer(Process writer) throws IOException {
    String line = writer.inputReader().readLine();
    if (line == null) {
      throw new IOException("A process that writes has ended before it was done");
    }
    return line;
  }

  private Process start(Path folder, Durability durability, int number, int count) throws IOException {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
        "-Dkryo.unsafe=false", "-cp", System.getProperty("java.class.path"), SharedWriter.class.getName(),
        database.url(), BenchDatabase.schema(folder), folder.resolve("process-" + number).toString(),
        durability.name(), Integer.toString(number), Integer.toString(count),
        Long.toString(options.budget().time().toSeconds())).redirectError(Redirect.INHERIT).start();
  }
}
