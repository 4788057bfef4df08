package dev.cairn.bench;

import dev.cairn.api.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs every workload with every subject, round by round, and prints the results. */
final class Workloads {
  private static final Subject MEMORY = new CairnSubject("memory", Durability.NONE);
  private static final Subject SQLITE_SYNC = new CairnSubject("sqlite", Durability.SYNC);
  private static final Subject SQLITE_OS = new CairnSubject("sqlite", Durability.OS);
  private static final Subject FULL = new RawSqlite("FULL");
  private static final Subject NORMAL = new RawSqlite("NORMAL");
  private static final Subject ROCKSDB_SYNC = new CairnSubject("rocksdb", Durability.SYNC);
  private static final Subject ROCKSDB_OS = new CairnSubject("rocksdb", Durability.OS);
  private static final Subject SYNCED = new RawRocksdb(true);
  private static final Subject UNSYNCED = new RawRocksdb(false);

  private static final Subject SQLITE_LIGHT = new CairnSubject("sqlite", Durability.SYNC, CairnSubject.Way.LIGHT);
  private static final Subject ROCKSDB_LIGHT = new CairnSubject("rocksdb", Durability.SYNC, CairnSubject.Way.LIGHT);

  private static final Subject SQLITE_COMPACT = new CairnSubject("sqlite", Durability.SYNC, CairnSubject.Way.COMPACT);
  private static final Subject ROCKSDB_COMPACT = new CairnSubject("rocksdb", Durability.SYNC, CairnSubject.Way.COMPACT);

  private static final Subject SQLITE_CHAINED = new CairnSubject("sqlite", Durability.SYNC, CairnSubject.Way.CHAINED);
  private static final Subject ROCKSDB_CHAINED = new CairnSubject("rocksdb", Durability.SYNC, CairnSubject.Way.CHAINED);
  private static final Subject ROCKSDB_OS_CHAINED =
      new CairnSubject("rocksdb", Durability.OS, CairnSubject.Way.CHAINED);

  private static final Subject MEMORY_PIPELINED = pipelined("memory", Durability.NONE);
  private static final Subject SQLITE_PIPELINED = pipelined("sqlite", Durability.SYNC);
  private static final Subject ROCKSDB_PIPELINED = pipelined("rocksdb", Durability.SYNC);
  private static final Subject ROCKSDB_OS_PIPELINED = pipelined("rocksdb", Durability.OS);

  private static final Subject ROCKSDB_OS_STREAMS =
      new CairnSubject("rocksdb", Durability.OS, CairnSubject.Way.STREAMS);

  private static final List<Subject> SUBJECTS =
      List.of(MEMORY, MEMORY_PIPELINED, SQLITE_SYNC, SQLITE_LIGHT, SQLITE_COMPACT, SQLITE_CHAINED, SQLITE_PIPELINED,
          FULL, ROCKSDB_LIGHT, ROCKSDB_SYNC, ROCKSDB_COMPACT, ROCKSDB_CHAINED, ROCKSDB_PIPELINED, SYNCED, SQLITE_OS,
          NORMAL, ROCKSDB_OS, ROCKSDB_OS_PIPELINED,
          ROCKSDB_OS_STREAMS, ROCKSDB_OS_CHAINED, UNSYNCED);

  private static final List<Ratio> RATIOS = Stream.of(
      Stream.of(ratio(Workload.W2, SQLITE_LIGHT, SQLITE_SYNC), ratio(Workload.W2, ROCKSDB_LIGHT, ROCKSDB_SYNC),
          ratio(Workload.W2, SQLITE_COMPACT, SQLITE_SYNC), ratio(Workload.W2, ROCKSDB_COMPACT, ROCKSDB_SYNC),
          ratio(Workload.W2, SQLITE_CHAINED, SQLITE_SYNC), ratio(Workload.W2, ROCKSDB_CHAINED, ROCKSDB_SYNC),
          ratio(Workload.W2, ROCKSDB_OS_CHAINED, ROCKSDB_OS), ratio(Workload.W2, MEMORY_PIPELINED, MEMORY),
          ratio(Workload.W2, ROCKSDB_OS_STREAMS, ROCKSDB_OS)),
      Stream.of(Workload.W2, Workload.W7).flatMap(workload -> Stream.of(ratio(workload, SQLITE_PIPELINED, FULL),
          ratio(workload, ROCKSDB_PIPELINED, SYNCED), ratio(workload, ROCKSDB_OS_PIPELINED, UNSYNCED))),
      Stream.of(Workload.values()).flatMap(workload -> Stream.of(
          ratio(workload, SQLITE_SYNC, FULL), ratio(workload, ROCKSDB_SYNC, SYNCED),
          ratio(workload, SQLITE_OS, NORMAL), ratio(workload, ROCKSDB_OS, UNSYNCED))),
      Stream.of(SQLITE_SYNC, ROCKSDB_SYNC)
          .map(cairn -> new Ratio(cairn.name() + " W2 / W1", Workload.W2.by(cairn), Workload.W1.by(cairn))))
      .flatMap(ratios -> ratios).toList();

  private Workloads() {}

  private static Subject pipelined(String backend, Durability durability) {
    return new CairnSubject(backend, durability, CairnSubject.Way.PIPELINED);
  }

  private static Ratio ratio(Workload workload, Subject cairn, Subject raw) {
    return new Ratio(workload + " " + cairn.name() + " / " + raw.name(), workload.by(cairn), workload.by(raw));
  }

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    run(options, cells(options), RATIOS);
  }

  /** Runs cells as often as the options say, and prints the results. */
  static void run(Options options, List<Cell> cells, List<Ratio> ratios) throws Exception {
    Path work = Path.of("").toAbsolutePath();
    Machine machine = Machine.measured(work);
    System.out.println(machine);
    var rounds = new Rounds(work, cells, options.budget());
    rounds.run();
    for (int i = 1; i <= options.rounds(); i++) {
      rounds.run();
    }
    Report report = new Report(machine, Machine.loadNow(), rounds.measured(), ratios);
    System.out.print(report.text());
    write(options, report);
  }

  private static List<Cell> cells(Options options) {
    return List.of(Workload.values()).stream().flatMap(workload -> SUBJECTS.stream().map(workload::by))
        .filter(cell -> !cell.workload().recovers() || !cell.subject().equals(MEMORY)) // memory keeps nothing
        .filter(cell -> cell.workload() == Workload.W2 || !cell.toString().endsWith("light")
            && !cell.toString().endsWith("compact") && !cell.toString().endsWith("streams")
            && !cell.toString().endsWith("chained"))
        .filter(cell -> cell.workload() == Workload.W2 || cell.workload() == Workload.W7
            || !cell.toString().endsWith("pipelined"))
        .filter(cell -> cell.toString().contains(options.only())).toList();
  }

  private static void write(Options options, Report report) throws IOException {
    if (options.json() != null) {
      Files.writeString(options.json(), report.json() + "\n");
    }
  }
}
