package dev.cairn.bench;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.Durability;
import dev.cairn.api.EventLog.Start;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Loads one backend that outlives the process for long: actors of every policy that come and go, compaction, purges,
 * readers of the log. What the process holds in the end is compared with what it held in the first five minutes.
 */
final class Soak {
  private static final int ASKERS = 16;
  private static final int MOST_ACTIVE = 200;
  private static final int LAPS_A_SESSION = 5;
  private static final Duration SETTLING = Duration.ofMinutes(5);

  private final Path folder;
  private final String backend;
  private final Duration time;
  private final List<SoakAsker> askers = IntStream.range(0, ASKERS).mapToObj(SoakAsker::new).toList();
  private final AtomicLong read = new AtomicLong();
  private final long begun = System.nanoTime();
  private Usage before = new Usage(0, 0, 0, 0);
  private Usage last = before;

  private Soak(Path folder, String backend, Duration time) {
    this.folder = folder;
    this.backend = backend;
    this.time = time;
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      throw new IllegalArgumentException("Give the name of a backend and a number of minutes.");
    }
    List<String> grown;
    try (var folder = new Folder(Path.of("").toAbsolutePath())) {
      grown = new Soak(folder.path(), args[0], Duration.ofMinutes(Long.parseLong(args[1]))).run();
    }
    grown.forEach(System.out::println);
    System.out.println(args[0] + (grown.isEmpty() ? ": nothing has grown" : ": it has grown"));
    System.exit(grown.isEmpty() ? 0 : 1);
  }

  private List<String> run() throws Exception {
    while (passed().compareTo(time) < 0) {
      try (var system = open()) {
        for (int lap = 0; lap < LAPS_A_SESSION && passed().compareTo(time) < 0; lap++) {
          lap(system);
          measure();
        }
      }
    }
    return last.grownSince(before);
  }

  private ActorSystem open() {
    return ActorSystem.builder().data(folder).backend(backend).maxActive(MOST_ACTIVE)
        .durability(Durability.SYNC)
        .idleAfter(Duration.ofSeconds(1)).askTimeout(Duration.ofMinutes(2)).persistDeadline(Duration.ofMinutes(1))
        .stopDeadline(Duration.ofMinutes(1)).open();
  }

  private Duration passed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** One minute, or a tenth of a short run. One reader stays, and another one begins with the newest states. */
  private void lap(ActorSystem system) throws InterruptedException {
    Duration lap = time.dividedBy(10).compareTo(Duration.ofMinutes(1)) < 0 ? time.dividedBy(10) : Duration.ofMinutes(1);
    var log = system.log("main");
    var counter = new SoakReader(read);
    try (var stays = log.follow("stays", Start.SNAPSHOTS, counter);
        var visits = log.follow("visits", Start.SNAPSHOTS, counter)) {
      List<Thread> threads = askers.stream()
          .map(asker -> Thread.ofVirtual().start(() -> asker.ask(system, lap))).toList();
      for (Thread thread : threads) {
        thread.join();
      }
      askers.forEach(SoakAsker::mustBeRight);
      visits.trouble().or(stays::trouble).ifPresent(trouble -> {
        throw new IllegalStateException("A reader is stuck", trouble);
      });
    }
    log.drop("visits");
  }

  private void measure() throws Exception {
    last = Usage.now();
    if (before.threads() == 0 || passed().compareTo(SETTLING) <= 0 && passed().compareTo(time.dividedBy(2)) <= 0) {
      before = before.highest(last);
    }
    System.out.printf(Locale.ROOT, "%s %3d min: %s; %,d asked, %,d read%n", backend, passed().toMinutes(), last,
        askers.stream().mapToLong(SoakAsker::asked).sum(), read.get());
  }
}
