package dev.cairn.bench;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Asks that store nothing, to actors of one system and, through a placement, to actors here and elsewhere, beside a
 * remote ask of Apache Pekko itself. Both sides are in one JVM and talk over TCP, 256 asks are in flight, and a
 * question has 100 bytes.
 */
final class PlacedAsks {
  private static final int ACTORS = 64;
  private static final int IN_FLIGHT = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ROW = "%-22s %34s %30s%n";

  private final List<ActorRef<Answerer.Question<?>>> unplaced = new ArrayList<>();
  private final List<ActorRef<Answerer.Question<?>>> local = new ArrayList<>();
  private final List<ActorRef<Answerer.Question<?>>> remote = new ArrayList<>();
  private final RemoteEcho echo;
  private final String text = "x".repeat(100);
  private final int asks;

  private PlacedAsks(RemoteEcho echo, int asks) {
    this.echo = echo;
    this.asks = asks;
  }

  public static void main(String[] args) throws Exception {
    Path work = Path.of("").toAbsolutePath();
    Options options = Options.of(args);
    System.out.println(Machine.measured(work));
    int seed = RemoteEcho.freePort();
    try (var folder = new Folder(work); var database = BenchDatabase.start(work);
        var here = system(folder.path().resolve("a"), database, seed, seed);
        var there = system(folder.path().resolve("b"), database, RemoteEcho.freePort(), seed);
        var alone = alone(folder.path().resolve("c"), database);
        var echo = new RemoteEcho()) {
      var bench = new PlacedAsks(echo, 100_000);
      bench.findActors(here, there);
      bench.findActors(alone);
      bench.run(options.rounds());
    }
  }

  private static ActorSystem.Builder builder(Path data, BenchDatabase database) {
    return ActorSystem.builder().data(data).backend("postgresql").setting("url", database.url())
        .setting("user", "postgres").setting("schema", data.getFileName() + "_asks").types(Answerer.TYPE)
        .askTimeout(PATIENCE);
  }

  private static ActorSystem alone(Path data, BenchDatabase database) {
    return builder(data, database).open();
  }

  private static ActorSystem system(Path data, BenchDatabase database, int port, int seed) {
    return builder(data, database).setting("schema", "placed").setting("writers", "many").placement("pekko")
        .setting("cluster.host", "127.0.0.1").setting("cluster.port", Integer.toString(port))
        .setting("cluster.seeds", "127.0.0.1:" + seed).setting("cluster.slices", "64").open();
  }

  /** An actor that was asked is in memory where it runs. */
  private void findActors(ActorSystem here, ActorSystem there) throws InterruptedException {
    TimeUnit.SECONDS.sleep(15); // slices move to the second system
    for (int i = 0; i < 10 * ACTORS && (local.size() < ACTORS || remote.size() < ACTORS); i++) {
      ActorRef<Answerer.Question<?>> actor = here.entity(Answerer.TYPE, "a" + i);
      actor.<Long>ask(new Answerer.Count(new byte[1]));
      boolean isThere = there.actors().stream().anyMatch(active -> active.actor().path().equals(actor.path()));
      (isThere ? remote : local).add(actor);
    }
    if (local.isEmpty() || remote.isEmpty()) {
      throw new IllegalStateException("The slices have not moved: " + local.size() + " here, " + remote.size()
          + " there");
    }
  }

  private void findActors(ActorSystem alone) {
    for (int i = 0; i < ACTORS; i++) {
      ActorRef<Answerer.Question<?>> actor = alone.entity(Answerer.TYPE, "a" + i);
      actor.<Long>ask(new Answerer.Count(new byte[1]));
      unplaced.add(actor);
    }
  }

  private void run(int rounds) throws InterruptedException {
    Map<String, IntFunction<CompletionStage<?>>> subjects = new LinkedHashMap<>();
    byte[] bytes = new byte[100];
    subjects.put("without a placement", i -> unplaced.get(i % ACTORS).askAsync(new Answerer.Count(bytes)));
    subjects.put("placed, here", i -> local.get(i % local.size()).askAsync(new Answerer.Count(bytes)));
    subjects.put("placed, elsewhere", i -> remote.get(i % remote.size()).askAsync(new Answerer.Count(bytes)));
    subjects.put("pekko, remote", i -> echo.ask(text));
    List<Map<String, Double>> figures = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      Map<String, Double> figure = new LinkedHashMap<>();
      for (var subject : subjects.entrySet()) {
        figure.put(subject.getKey(), perSecond(subject.getValue()));
      }
      if (round > 0) { // the first is a warm-up
        figures.add(figure);
      }
    }
    System.out.printf(Locale.ROOT, ROW, "", "asks/s: median (min .. max)", "cost of Pekko's remote ask");
    for (String subject : subjects.keySet()) {
      System.out.printf(Locale.ROOT, ROW, subject, Spread.of(figures, each -> figure(each, subject)).text("%,.0f"),
          Spread.of(figures, each -> figure(each, "pekko, remote") / figure(each, subject)).text("%.2f"));
    }
  }

  private static double figure(Map<String, Double> round, String subject) {
    return round.getOrDefault(subject, Double.NaN);
  }

  private double perSecond(IntFunction<CompletionStage<?>> ask) throws InterruptedException {
    var window = new Semaphore(IN_FLIGHT);
    var done = new CountDownLatch(asks);
    long began = System.nanoTime();
    for (int i = 0; i < asks; i++) {
      window.acquire();
      ask.apply(i).whenComplete((answer, failure) -> {
        if (failure != null) {
          throw new IllegalStateException(failure);
        }
        window.release();
        done.countDown();
      });
    }
    if (!done.await(5, TimeUnit.MINUTES)) {
      throw new IllegalStateException("An ask has failed.");
    }
    return asks / ((System.nanoTime() - began) / 1e9);
  }
}
