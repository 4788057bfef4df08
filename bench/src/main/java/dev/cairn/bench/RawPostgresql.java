package dev.cairn.bench;

import java.nio.file.Path;
import java.sql.SQLException;

/** The baseline: one thread, one connection, one prepared statement, whose rows the driver sends together. */
record RawPostgresql(BenchDatabase database, String synchronous) implements Subject {

  @Override
  public String name() {
    return "raw postgresql " + synchronous;
  }

  private EventRows open(Path folder) throws SQLException {
    return new EventRows(database, folder, synchronous);
  }

  @Override
  public Stopwatch one(Path folder, Budget budget) throws SQLException {
    try (var rows = open(folder)) {
      return timed(rows, new Stopwatch(budget, 1), () -> rows.insert(0));
    }
  }

  @Override
  public Stopwatch many(Path folder, Budget budget, int actors) throws SQLException {
    try (var rows = open(folder)) {
      for (int stream = 0; stream < actors; stream++) {
        rows.insert(stream);
      }
      rows.commit();
      return timed(rows, new Stopwatch(budget, Workload.ROWS_A_TRANSACTION), () -> insertMany(rows, actors));
    }
  }

  @Override
  public Stopwatch again(Path folder, Budget budget) throws SQLException {
    try (var rows = open(folder)) {
      for (int event = 1; event <= budget.events(); event++) {
        rows.insert(0);
        if (event % Workload.EVENTS_A_COMMAND == 0 || event == budget.events()) {
          rows.commit();
        }
      }
    }
    try (var rows = open(folder)) {
      return Stopwatch.once(budget, () -> rows.read(0));
    }
  }

  @Override
  public Stopwatch eachAgain(Path folder, Budget budget) throws SQLException {
    try (var rows = open(folder)) {
      for (int event = 0; event < Workload.EVENTS_AN_ACTOR; event += Workload.EVENTS_A_VISIT) {
        for (int stream = 0; stream < budget.actors(); stream++) {
          visit(rows, stream);
        }
        rows.commit();
      }
    }
    try (var rows = open(folder)) {
      return Stopwatch.each(budget, rows::read);
    }
  }

  @Override
  public long bytes(Folder folder) throws SQLException {
    return database.drop(folder.path());
  }

  private static void visit(EventRows rows, int stream) throws SQLException {
    for (int event = 0; event < Workload.EVENTS_A_VISIT; event++) {
      rows.insert(stream);
    }
  }

  private static void insertMany(EventRows rows, int actors) throws SQLException {
    for (int row = 0; row < Workload.ROWS_A_TRANSACTION; row++) {
      rows.insert(Workload.anyOf(actors));
    }
  }

  private static Stopwatch timed(EventRows rows, Stopwatch watch, Inserts inserts) throws SQLException {
    watch.start();
    for (int lap = watch.next(); lap >= 0; lap = watch.next()) {
      long begun = System.nanoTime();
      inserts.run();
      rows.commit();
      watch.lap(lap, begun);
    }
    watch.stop();
    return watch;
  }

  private interface Inserts {
    void run() throws SQLException;
  }
}
