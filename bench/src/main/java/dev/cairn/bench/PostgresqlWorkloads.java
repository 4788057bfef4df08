package dev.cairn.bench;

import dev.cairn.api.Durability;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs the workloads on PostgreSQL: Cairn, the bare driver and Apache Pekko on one server, in one run. */
final class PostgresqlWorkloads {
  private final Subject sync;
  private final Subject syncMany;
  private final Subject os;
  private final Subject osMany;
  private final Subject pipelined;
  private final Subject rawOn;
  private final Subject rawOff;
  private final Subject pekkoOn;
  private final Subject pekkoOff;

  private PostgresqlWorkloads(BenchDatabase database) {
    sync = cairn(database, Durability.SYNC, CairnSubject.Way.FULL, "one");
    syncMany = cairn(database, Durability.SYNC, CairnSubject.Way.FULL, "many");
    os = cairn(database, Durability.OS, CairnSubject.Way.FULL, "one");
    osMany = cairn(database, Durability.OS, CairnSubject.Way.FULL, "many");
    pipelined = cairn(database, Durability.SYNC, CairnSubject.Way.PIPELINED, "one");
    rawOn = new RawPostgresql(database, "on");
    rawOff = new RawPostgresql(database, "off");
    pekkoOn = new PekkoSubject(database, "on");
    pekkoOff = new PekkoSubject(database, "off");
  }

  private static Subject cairn(BenchDatabase database, Durability durability, CairnSubject.Way way, String writers) {
    return new PostgresqlSubject(database, durability, way, writers);
  }

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    try (var database = BenchDatabase.start(Path.of("").toAbsolutePath())) {
      var workloads = new PostgresqlWorkloads(database);
      Workloads.run(options, workloads.cells(options), workloads.ratios());
    }
  }

  private List<Cell> cells(Options options) {
    return Stream.of(Workload.values()).flatMap(workload -> subjects(workload).map(workload::by))
        .filter(cell -> cell.toString().contains(options.only())).toList();
  }

  /** Reading is the same at each durability. */
  private Stream<Subject> subjects(Workload workload) {
    return switch (workload) {
      case W1, W2 -> Stream.of(sync, syncMany, rawOn, pekkoOn, os, osMany, rawOff, pekkoOff);
      case W3, W4N -> Stream.of(sync, syncMany, rawOn, pekkoOn);
      case W7 -> Stream.of(sync, pipelined, rawOn, pekkoOn);
    };
  }

  private List<Ratio> ratios() {
    return Stream.of(Workload.values()).flatMap(workload -> Stream.of(
        ratio(workload, sync, rawOn), ratio(workload, syncMany, rawOn), ratio(workload, pipelined, rawOn),
        ratio(workload, os, rawOff), ratio(workload, osMany, rawOff),
        ratio(workload, sync, pekkoOn), ratio(workload, syncMany, pekkoOn), ratio(workload, pipelined, pekkoOn),
        ratio(workload, os, pekkoOff), ratio(workload, osMany, pekkoOff))).toList();
  }

  private static Ratio ratio(Workload workload, Subject over, Subject under) {
    return new Ratio(workload + " " + over.name() + " / " + under.name(), workload.by(over), workload.by(under));
  }
}
