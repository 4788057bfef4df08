package dev.cairn.bench;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Durability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A store that grows. Each measurement is of a store that holds at least so many events. */
final class GrowingStore {
  private static final int LEAST_WRITTEN = 20_000;
  private static final int RECOVERIES = 200;
  /** When a system closes, each of its actors stores a snapshot. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Kind kind;
  private final Folder folder;
  private long events;

  /** What is filled, by how many actors. */
  record Kind(String backend, Durability durability, int actors) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s %s, %,d actors", backend, durability, actors);
    }
  }

  GrowingStore(Kind kind, Folder folder) {
    this.kind = kind;
    this.folder = folder;
  }

  Grown growTo(long size, GrowthOptions options) throws Exception {
    List<Sample> rounds = new ArrayList<>();
    try (var system = open()) {
      var actors = actors(system);
      fill(actors, size);
      var budget = new Budget(options.time(), (int) Math.max(LEAST_WRITTEN, size / 10));
      for (int round = 0; round < options.rounds(); round++) {
        System.gc();
        Stopwatch watch = Crowd.of(actors).run(new Stopwatch(budget, 1));
        events += watch.events();
        rounds.add(watch.sample(0));
      }
    }
    long[] nanos;
    try (var system = open()) {
      nanos = recoveries(actors(system));
    }
    return new Grown(kind, size, Spread.of(rounds, Sample::eventsPerSecond), micros(nanos, 0.5), micros(nanos, 0.99),
        (double) folder.bytes() / events);
  }

  private ActorSystem open() {
    return ActorSystem.builder().data(folder.path()).backend(kind.backend()).durability(kind.durability())
        .askTimeout(PATIENCE).persistDeadline(PATIENCE).stopDeadline(PATIENCE).open();
  }

  private List<ActorRef<Notebook.Write>> actors(ActorSystem system) {
    return IntStream.range(0, kind.actors()).mapToObj(actor -> system.entity(Notebook.TYPE, "actor-" + actor)).toList();
  }

  /** The actors store {@link Workload#EVENTS_A_VISIT} events in turn, or fewer, so that each of them has its turn. */
  private void fill(List<ActorRef<Notebook.Write>> actors, long size) throws InterruptedException {
    int each = Math.clamp((size - events) / actors.size(), 1, Workload.EVENTS_A_VISIT);
    var places = new Semaphore(Workload.IN_FLIGHT);
    var failed = new AtomicReference<@Nullable Throwable>();
    for (int turn = 0; events < size && failed.get() == null; turn++) {
      places.acquire();
      actors.get(turn % actors.size()).askAsync(Notebook.Write.of(each))
          .whenComplete((notes, failure) -> {
            failed.compareAndSet(null, failure);
            places.release();
          });
      events += each;
    }
    places.acquire(Workload.IN_FLIGHT);
    if (failed.get() != null) {
      throw new IllegalStateException("The store cannot be filled", failed.get());
    }
  }

  /** Asks actors that are not in memory, one after the other. The first half of them warms up. */
  private static long[] recoveries(List<ActorRef<Notebook.Write>> actors) {
    var some = new ArrayList<>(actors);
    Collections.shuffle(some);
    int each = Math.min(RECOVERIES, some.size() / 2);
    long[] nanos = some.stream().limit(2 * each).mapToLong(GrowingStore::recovery).skip(each).toArray();
    Arrays.sort(nanos);
    return nanos;
  }

  private static long recovery(ActorRef<Notebook.Write> actor) {
    long begun = System.nanoTime();
    actor.ask(new Notebook.Write(List.of()));
    return System.nanoTime() - begun;
  }

  private static double micros(long[] sorted, double part) {
    return sorted[(int) (part * (sorted.length - 1))] / 1e3;
  }
}
