package dev.cairn.bench;

import dev.cairn.api.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Fills stores, and measures at each size how many events are stored and how long one actor recovers. */
final class Growth {
  private static final long WARM_UP = 1_000_000;
  private static final String ROW = "%-30s %12s %28s %14s %14s %7s%n";

  private final Path work;
  private final Machine machine;
  private final GrowthOptions options;
  private final List<Grown> grown = new ArrayList<>();

  private Growth(Path work, Machine machine, GrowthOptions options) {
    this.work = work;
    this.machine = machine;
    this.options = options;
  }

  public static void main(String[] args) throws Exception {
    var options = GrowthOptions.of(args);
    Path work = Path.of("").toAbsolutePath();
    Machine machine = Machine.measured(work);
    System.out.println(machine);
    var growth = new Growth(work, machine, options);
    growth.run();
    growth.print();
  }

  private void run() throws Exception {
    System.out.printf(Locale.ROOT, ROW, "", "events", "W2 median (min .. max)", "recovery p50", "p99 us", "bytes");
    for (GrowingStore.Kind kind : kinds()) {
      try (var folder = new Folder(work)) {
        new GrowingStore(kind, folder).growTo(WARM_UP, options); // not counted: the compiler of the JVM is at work
      }
      try (var folder = new Folder(work)) {
        grow(kind, folder);
      }
    }
  }

  private void grow(GrowingStore.Kind kind, Folder folder) throws Exception {
    var store = new GrowingStore(kind, folder);
    for (long size : options.sizes()) {
      Grown at = store.growTo(size, options);
      grown.add(at);
      write();
      System.out.printf(Locale.ROOT, ROW, kind, String.format(Locale.ROOT, "%,d", size),
          at.written().text("%,.0f"), String.format(Locale.ROOT, "%.0f", at.recoveryMicrosP50()),
          String.format(Locale.ROOT, "%.0f", at.recoveryMicrosP99()),
          String.format(Locale.ROOT, "%.1f", at.bytesPerEvent()));
    }
  }

  private List<GrowingStore.Kind> kinds() {
    return options.actors().stream().flatMap(actors -> Stream.of("sqlite", "rocksdb")
        .flatMap(backend -> Stream.of(Durability.SYNC, Durability.OS)
            .map(durability -> new GrowingStore.Kind(backend, durability, actors))))
        .filter(kind -> kind.toString().contains(options.only())).toList();
  }

  /** How many times as fast the fastest size is as the slowest one. */
  private void print() {
    System.out.printf("%nThe fastest size / the slowest size%n");
    for (GrowingStore.Kind kind : kinds()) {
      var written =
          Spread.of(grown.stream().filter(at -> at.kind().equals(kind)).toList(), at -> at.written().median());
      System.out.printf(Locale.ROOT, "%-30s %.2f%n", kind, written.max() / written.min());
    }
  }

  /** Again after each size, since a run takes hours. */
  private void write() throws IOException {
    if (options.json() != null) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("machine", machine.fields());
      fields.put("load_after", Machine.loadNow());
      fields.put("cells", grown.stream().map(Grown::fields).toList());
      Files.writeString(options.json(), Json.of(fields) + "\n");
    }
  }
}
