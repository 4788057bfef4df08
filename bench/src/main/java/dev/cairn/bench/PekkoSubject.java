package dev.cairn.bench;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Persistent actors of Apache Pekko over pekko-persistence-jdbc, on the same server. */
record PekkoSubject(BenchDatabase database, String synchronous) implements Subject {

  @Override
  public String name() {
    return "pekko jdbc " + synchronous;
  }

  private PekkoNotebooks open(Path folder, int notebooks) throws SQLException {
    var opened = PekkoNotebooks.open(database, folder, synchronous);
    for (int i = 0; i < notebooks; i++) {
      opened.spawn();
    }
    return opened;
  }

  @Override
  public Stopwatch one(Path folder, Budget budget) throws SQLException {
    try (var notebooks = open(folder, 1)) {
      notebooks.fill(0, 1);
      var watch = new Stopwatch(budget, 1);
      watch.start();
      for (int lap = watch.next(); lap >= 0; lap = watch.next()) {
        long asked = System.nanoTime();
        notebooks.write(0, 1).toCompletableFuture().join();
        watch.lap(lap, asked);
      }
      watch.stop();
      return watch;
    }
  }

  @Override
  public Stopwatch many(Path folder, Budget budget, int actors) throws SQLException, InterruptedException {
    try (var notebooks = open(folder, actors)) {
      var crowd = new Crowd(IntStream.range(0, actors)
          .<Supplier<? extends CompletionStage<?>>>mapToObj(actor -> () -> notebooks.write(actor, 1)).toList(),
          Workload.IN_FLIGHT);
      crowd.prime();
      return crowd.run(new Stopwatch(budget, 1));
    }
  }

  @Override
  public Stopwatch again(Path folder, Budget budget) throws SQLException {
    try (var notebooks = open(folder, 1)) {
      notebooks.fill(budget.events(), Workload.EVENTS_A_COMMAND);
    }
    try (var notebooks = open(folder, 0)) {
      return Stopwatch.once(budget, () -> recover(notebooks, 0));
    }
  }

  @Override
  public Stopwatch eachAgain(Path folder, Budget budget) throws SQLException {
    try (var notebooks = open(folder, budget.actors())) {
      notebooks.fill(Workload.EVENTS_AN_ACTOR, Workload.EVENTS_A_VISIT);
    }
    try (var notebooks = open(folder, 0)) {
      return Stopwatch.each(budget, actor -> recover(notebooks, actor));
    }
  }

  /** An ask without notes stores nothing. */
  private static long recover(PekkoNotebooks notebooks, int actor) {
    notebooks.spawn();
    return notebooks.write(actor, 0).toCompletableFuture().join();
  }

  @Override
  public long bytes(Folder folder) throws SQLException {
    return database.drop(folder.path());
  }
}
