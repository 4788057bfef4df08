package dev.cairn.bench;

import java.nio.file.Path;
import org.rocksdb.RocksDBException;

/** The baseline: one thread, one batch for each transaction. */
record RawRocksdb(boolean sync) implements Subject {

  @Override
  public String name() {
    return "raw rocksdb " + (sync ? "sync" : "unsynced");
  }

  @Override
  public Stopwatch one(Path folder, Budget budget) throws RocksDBException {
    try (var keys = new EventKeys(folder, sync)) {
      return timed(keys, new Stopwatch(budget, 1), () -> keys.put(0));
    }
  }

  @Override
  public Stopwatch many(Path folder, Budget budget, int actors) throws RocksDBException {
    try (var keys = new EventKeys(folder, sync)) {
      for (int stream = 0; stream < actors; stream++) {
        keys.put(stream);
      }
      keys.commit();
      return timed(keys, new Stopwatch(budget, Workload.ROWS_A_TRANSACTION), () -> putMany(keys, actors));
    }
  }

  @Override
  public Stopwatch again(Path folder, Budget budget) throws RocksDBException {
    try (var keys = new EventKeys(folder, sync)) {
      for (int event = 0; event < budget.events(); event++) {
        keys.put(0);
        if (event % Workload.EVENTS_A_COMMAND == 0) {
          keys.commit();
        }
      }
      keys.commit();
    }
    try (var keys = new EventKeys(folder, sync)) {
      return Stopwatch.once(budget, () -> keys.read(0));
    }
  }

  @Override
  public Stopwatch eachAgain(Path folder, Budget budget) throws RocksDBException {
    try (var keys = new EventKeys(folder, sync)) {
      for (int event = 0; event < Workload.EVENTS_AN_ACTOR; event += Workload.EVENTS_A_VISIT) {
        for (int stream = 0; stream < budget.actors(); stream++) {
          visit(keys, stream);
        }
        keys.commit();
      }
    }
    try (var keys = new EventKeys(folder, sync)) {
      return Stopwatch.each(budget, keys::read);
    }
  }

  private static void visit(EventKeys keys, int stream) throws RocksDBException {
    for (int event = 0; event < Workload.EVENTS_A_VISIT; event++) {
      keys.put(stream);
    }
  }

  private static void putMany(EventKeys keys, int actors) throws RocksDBException {
    for (int row = 0; row < Workload.ROWS_A_TRANSACTION; row++) {
      keys.put(Workload.anyOf(actors));
    }
  }

  private static Stopwatch timed(EventKeys keys, Stopwatch watch, Puts puts) throws RocksDBException {
    watch.start();
    for (int lap = watch.next(); lap >= 0; lap = watch.next()) {
      long begun = System.nanoTime();
      puts.run();
      keys.commit();
      watch.lap(lap, begun);
    }
    watch.stop();
    return watch;
  }

  private interface Puts {
    void run() throws RocksDBException;
  }
}
