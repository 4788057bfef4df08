package dev.cairn.bench;

import dev.cairn.api.Durability;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs workloads on plain stores, on sealed ones, and on sealed ones with a key for each actor side by side, and prints
 * the cost of a seal and of personal keys.
 */
final class SealedWorkloads {
  private static final List<CairnSubject> PLAIN = List.of(new CairnSubject("memory", Durability.NONE),
      new CairnSubject("sqlite", Durability.SYNC), new CairnSubject("sqlite", Durability.OS),
      new CairnSubject("rocksdb", Durability.OS));

  private SealedWorkloads() {}

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    var cells = Stream.of(Workload.values())
        .flatMap(workload -> PLAIN.stream().flatMap(plain -> Stream.of(workload.by(plain),
            workload.by(sealed(plain)), workload.by(personal(plain)))))
        .filter(cell -> !cell.workload().recovers() || !cell.toString().contains("memory"))
        .filter(cell -> cell.toString().contains(options.only())).toList();
    var ratios = Stream.of(Workload.values()).flatMap(workload -> PLAIN.stream()
        .flatMap(plain -> Stream.of(
            new Ratio(workload + " " + sealed(plain).name() + " / plain", workload.by(sealed(plain)),
                workload.by(plain)),
            new Ratio(workload + " " + personal(plain).name() + " / sealed", workload.by(personal(plain)),
                workload.by(sealed(plain))))))
        .toList();
    Workloads.run(options, cells, ratios);
  }

  private static CairnSubject sealed(CairnSubject plain) {
    return new CairnSubject(plain.backend(), plain.durability(), CairnSubject.Way.SEALED);
  }

  private static CairnSubject personal(CairnSubject plain) {
    return new CairnSubject(plain.backend(), plain.durability(), CairnSubject.Way.PERSONAL);
  }
}
