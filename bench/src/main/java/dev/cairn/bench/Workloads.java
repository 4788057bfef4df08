package dev.cairn.bench;

import dev.cairn.api.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs every workload with every subject, round by round, and prints what came of it. */
final class Workloads {
  private static final Subject MEMORY = new CairnSubject("memory", Durability.NONE);
  private static final Subject SYNC = new CairnSubject("sqlite", Durability.SYNC);
  private static final Subject OS = new CairnSubject("sqlite", Durability.OS);
  private static final Subject FULL = new RawSqlite("FULL");
  private static final Subject NORMAL = new RawSqlite("NORMAL");

  private static final List<Subject> SUBJECTS = List.of(MEMORY, SYNC, FULL, OS, NORMAL);

  private static final List<Ratio> RATIOS = List.of(
      new Ratio("W1 cairn SYNC / raw FULL x1", Workload.W1.by(SYNC), Workload.W1.by(FULL)),
      new Ratio("W1 cairn OS / raw NORMAL x1", Workload.W1.by(OS), Workload.W1.by(NORMAL)),
      new Ratio("W2 cairn SYNC / raw FULL x32", Workload.W2.by(SYNC), Workload.W2.by(FULL)),
      new Ratio("W2 cairn OS / raw NORMAL x32", Workload.W2.by(OS), Workload.W2.by(NORMAL)),
      new Ratio("cairn SYNC W2 / W1", Workload.W2.by(SYNC), Workload.W1.by(SYNC)));

  private Workloads() {}

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    Path work = Path.of("").toAbsolutePath();
    Machine machine = Machine.measured(work);
    System.out.println(machine);
    var rounds = new Rounds(work, cells(options), options.budget());
    rounds.run();
    for (int i = 1; i <= options.rounds(); i++) {
      rounds.run();
    }
    Report report = new Report(machine, Machine.loadNow(), rounds.measured(), RATIOS);
    System.out.print(report.text());
    write(options, report);
  }

  private static List<Cell> cells(Options options) {
    return List.of(Workload.values()).stream().flatMap(workload -> SUBJECTS.stream().map(workload::by))
        .filter(cell -> cell.toString().contains(options.only())).toList();
  }

  private static void write(Options options, Report report) throws IOException {
    if (options.json() != null) {
      Files.writeString(options.json(), report.json() + "\n");
    }
  }
}
