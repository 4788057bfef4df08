package dev.cairn.bench;

import java.nio.file.Path;
import java.sql.SQLException;

/** The baseline: one thread, one connection, one prepared statement. */
record RawSqlite(String synchronous) implements Subject {

  @Override
  public String name() {
    return "raw sqlite " + synchronous;
  }

  @Override
  public Stopwatch one(Path folder, Budget budget) throws SQLException {
    try (var table = new EventTable(folder, synchronous)) {
      return timed(table, new Stopwatch(budget, 1), () -> table.insert(0));
    }
  }

  @Override
  public Stopwatch many(Path folder, Budget budget, int actors) throws SQLException {
    try (var table = new EventTable(folder, synchronous)) {
      for (int stream = 0; stream < actors; stream++) {
        table.insert(stream);
      }
      table.commit();
      return timed(table, new Stopwatch(budget, Workload.ROWS_A_TRANSACTION), () -> insertMany(table, actors));
    }
  }

  @Override
  public Stopwatch again(Path folder, Budget budget) throws SQLException {
    try (var table = new EventTable(folder, synchronous)) {
      for (int event = 0; event < budget.events(); event++) {
        table.insert(0);
        if (event % Workload.EVENTS_A_COMMAND == 0) {
          table.commit();
        }
      }
      table.commit();
    }
    try (var table = new EventTable(folder, synchronous)) {
      return Stopwatch.once(budget, () -> table.read(0));
    }
  }

  @Override
  public Stopwatch eachAgain(Path folder, Budget budget) throws SQLException {
    try (var table = new EventTable(folder, synchronous)) {
      for (int event = 0; event < Workload.EVENTS_AN_ACTOR; event += Workload.EVENTS_A_VISIT) {
        for (int stream = 0; stream < budget.actors(); stream++) {
          visit(table, stream);
        }
        table.commit();
      }
    }
    try (var table = new EventTable(folder, synchronous)) {
      return Stopwatch.each(budget, table::read);
    }
  }

  private static void visit(EventTable table, int stream) throws SQLException {
    for (int event = 0; event < Workload.EVENTS_A_VISIT; event++) {
      table.insert(stream);
    }
  }

  private static void insertMany(EventTable table, int actors) throws SQLException {
    for (int row = 0; row < Workload.ROWS_A_TRANSACTION; row++) {
      table.insert(Workload.anyOf(actors));
    }
  }

  private static Stopwatch timed(EventTable table, Stopwatch watch, Inserts inserts) throws SQLException {
    watch.start();
    for (int lap = watch.next(); lap >= 0; lap = watch.next()) {
      long begun = System.nanoTime();
      inserts.run();
      table.commit();
      watch.lap(lap, begun);
    }
    watch.stop();
    return watch;
  }

  private interface Inserts {
    void run() throws SQLException;
  }
}
