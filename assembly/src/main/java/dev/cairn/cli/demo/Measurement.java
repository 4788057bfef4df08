package dev.cairn.cli.demo;

import com.google.gson.JsonObject;
import dev.cairn.api.ActorSystem;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * A measurement of bookings: each account has one client, which asks again as soon as it has an answer.
 *
 * @param persists how many persists were acknowledged
 * @param seconds the duration of the measurement
 * @param medianMillis half of the asks were faster
 * @param slowMillis one of a hundred asks was slower
 */
public record Measurement(long persists, double seconds, double medianMillis, double slowMillis) {

  /** Measures on an open system with this number of accounts. */
  public static Measurement of(ActorSystem system, int actors, Duration time) {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    var answered = new ConcurrentLinkedQueue<long[]>();
    var clients = IntStream.range(0, actors)
        .mapToObj(actor -> Thread.ofVirtual().start(() -> answered.add(book(system, "bench-" + actor, end))))
        .toList();
    clients.forEach(Measurement::join);
    double seconds = (System.nanoTime() - start) / 1e9;
    long[] nanos = answered.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Measurement(nanos.length, seconds, at(nanos, 0.5), at(nanos, 0.99));
  }

  private static long[] book(ActorSystem system, String id, long end) {
    var account = system.entity(Account.TYPE, id);
    long[] nanos = new long[1024];
    int count = 0;
    long now = System.nanoTime();
    while (now < end) {
      account.ask(new AccountCommand.Book(count + 1, count, Kind.CREDIT, 1));
      long after = System.nanoTime();
      nanos = count < nanos.length ? nanos : Arrays.copyOf(nanos, 2 * count);
      nanos[count++] = after - now;
      now = after;
    }
    return Arrays.copyOf(nanos, count);
  }

  private static double at(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) (sorted.length * share)] / 1e6;
  }

  private static void join(Thread client) {
    try {
      client.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the text for people. */
  public String text(String backend, int actors) {
    return String.format(Locale.ROOT, "%s, %,d actors: %,.0f persists/s, median %.2f ms, 99 %% below %.2f ms", backend,
        actors, persists / seconds, medianMillis, slowMillis);
  }

  /** Returns the JSON object. */
  public JsonObject json(String backend, int actors) {
    var object = new JsonObject();
    object.addProperty("backend", backend);
    object.addProperty("actors", actors);
    object.addProperty("persists", persists);
    object.addProperty("seconds", seconds);
    object.addProperty("persists_per_second", persists / seconds);
    object.addProperty("median_ms", medianMillis);
    object.addProperty("p99_ms", slowMillis);
    return object;
  }
}
