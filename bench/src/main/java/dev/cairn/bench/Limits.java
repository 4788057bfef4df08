package dev.cairn.bench;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Durability;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs at the limit of memory or processors, and prints the reserve. */
final class Limits {
  private static final int ENTITIES = 1_000_000;
  private static final int MOST_ACTIVE = 10_000;
  private static final int IN_FLIGHT = 256;
  private static final int WRITERS = 8;
  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final int TICKS = 1_000;

  private Limits() {}

  public static void main(String[] args) throws Exception {
    try (var folder = new Folder(Path.of("").toAbsolutePath())) {
      switch (args.length == 1 ? args[0] : "") {
        case "entities" -> entities(folder.path());
        case "timer" -> timer(folder.path());
        default -> throw new IllegalArgumentException("Give one of: entities, timer.");
      }
    }
  }

  /** Touches each of many actors once, with few in memory, and checks afterwards that all are there. */
  private static void entities(Path folder) throws Exception {
    var builder = ActorSystem.builder().data(folder).backend("sqlite").durability(Durability.OS)
        .maxActive(MOST_ACTIVE).askTimeout(Duration.ofMinutes(1));
    long begun = System.nanoTime();
    try (var system = builder.open()) {
      touchAll(system, 1);
      System.out.println(system.statistics());
    }
    System.out.printf(Locale.ROOT, "%,d entities touched in %,d s%n", ENTITIES, secondsSince(begun));
    begun = System.nanoTime();
    try (var system = builder.open()) {
      touchAll(system, 2);
    }
    System.out.printf(Locale.ROOT, "all there, touched again in %,d s; peak heap %,d MiB of %,d MiB%n",
        secondsSince(begun),
        peakHeap() >> 20, Runtime.getRuntime().maxMemory() >> 20);
  }

  /** Touches every actor; its answer must be the number of its touches. */
  private static void touchAll(ActorSystem system, long times) throws InterruptedException {
    var places = new Semaphore(IN_FLIGHT);
    var failed = new AtomicReference<@Nullable Object>();
    for (int i = 0; i < ENTITIES && failed.get() == null; i++) {
      int id = i;
      places.acquire();
      system.entity(Notebook.TYPE, "entity-" + i).askAsync(new Notebook.Write(List.of(new byte[16])))
          .whenComplete((notes, failure) -> {
            if (failure != null || notes != times) {
              failed.compareAndSet(null, "entity-" + id + ": " + notes + ", " + failure);
            }
            places.release();
          });
    }
    places.acquire(IN_FLIGHT);
    if (failed.get() != null) {
      throw new IllegalStateException(String.valueOf(failed.get()));
    }
  }

  /** Measures a timer while actors constantly wait in synced commits. */
  private static void timer(Path folder) throws Exception {
    try (var system = ActorSystem.builder().data(folder).backend("sqlite").durability(Durability.SYNC).open()) {
      long[] intervals = new long[TICKS];
      var ticked = new Semaphore(0);
      system.spawn(Metronome.type(PERIOD, intervals, ticked), "1");
      IntStream.range(0, WRITERS).mapToObj(i -> system.entity(Notebook.TYPE, "writer-" + i)).forEach(Limits::writeOn);
      ticked.acquire(TICKS);
      Arrays.sort(intervals);
      System.out.printf(Locale.ROOT,
          "a timer of %d ms, %d ticks, %d actors in synced commits, %d cores: interval p50 %.2f ms,"
              + " p99 %.2f ms, longest %.2f ms%n",
          PERIOD.toMillis(), TICKS, WRITERS,
          Runtime.getRuntime().availableProcessors(), millis(intervals, 0.5), millis(intervals, 0.99),
          millis(intervals, 1));
    }
  }

  private static void writeOn(ActorRef<Notebook.Write> writer) {
    writer.askAsync(new Notebook.Write(List.of(Workload.payload()))).thenRun(() -> writeOn(writer));
  }

  private static double millis(long[] sorted, double part) {
    return sorted[(int) (part * (sorted.length - 1))] / 1e6;
  }

  private static long secondsSince(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun).toSeconds();
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(Limits::peak).sum();
  }

  private static long peak(MemoryPoolMXBean pool) {
    return pool.getPeakUsage().getUsed();
  }
}
