package dev.cairn.cluster.pekko;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A location on a server of its own, and processes that share it, each behind a cable that can be cut. */
final class ClusterBed implements AutoCloseable {
  static final int ACCOUNTS = 300;
  private static final EmbeddedPostgres SERVER = server();
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static final int SEEDS = 3;

  private final Path folder;
  private final String schema = "cluster_" + SCHEMAS.incrementAndGet();
  private final List<TcpProxy> cables = new ArrayList<>();
  private final Map<String, ClusterProcess> processes = new TreeMap<>();
  private final List<ClusterProcess> all = new ArrayList<>();
  private final long askMillis;

  ClusterBed(Path folder, long askMillis) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.askMillis = askMillis;
    for (int number = 0; number < SEEDS; number++) {
      cable(number);
    }
  }

  private static EmbeddedPostgres server() {
    try {
      return EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("full_page_writes", "on")
          .setServerConfig("synchronous_commit", "on").setServerConfig("max_connections", "100")
          .setPGStartupWait(Duration.ofMinutes(1)).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TcpProxy cable(int number) throws IOException {
    while (cables.size() <= number) {
      String host = host(cables.size());
      cables.add(new TcpProxy(new InetSocketAddress(host, TestMember.freePort())));
    }
    return cables.get(number);
  }

  private static String host(int number) {
    return "127.0.0." + (101 + number);
  }

  /** Starts a process with the cable of a number; the first three are seeds. */
  ClusterProcess start(int number, String name, String release, String... more) throws IOException {
    TcpProxy cable = cable(number);
    List<String> settings = new ArrayList<>(List.of("url=" + SERVER.getJdbcUrl("postgres", "postgres").replaceFirst(
        "\\?.*", ""), "user=postgres", "schema=" + schema, "cluster.host=127.0.0.1", "cluster.port=" + cable.port(),
        "cluster.bind-host=" + host(number), "cluster.bind-port=" + cable.target().getPort(),
        "cluster.seeds=" + seeds(), "cluster.slices=64", "cluster.version=" + release, "cluster.heartbeat-millis=200",
        "cluster.pause-millis=1000", "cluster.stable-after-millis=2000"));
    settings.addAll(List.of(more));
    ClusterProcess process = ClusterProcess.start(name, folder, release, ACCOUNTS, askMillis, settings);
    processes.put(name, process);
    all.add(process);
    return process;
  }

  String seeds() {
    return "127.0.0.1:" + cables.get(0).port() + ",127.0.0.1:" + cables.get(1).port() + ",127.0.0.1:"
        + cables.get(2).port();
  }

  String onlySeed(int number) throws IOException {
    return "cluster.seeds=127.0.0.1:" + cable(number).port();
  }

  /** Starts three, and lets them ask. */
  void startThree(int threads) throws IOException, InterruptedException {
    for (String name : List.of("a", "b", "c")) {
      start(name.charAt(0) - 'a', name, "1");
      process("a").await("open");
    }
    for (String name : List.of("a", "b", "c")) {
      process(name).await("open");
      process(name).tell("load " + threads);
    }
    awaitAllAnswer("at first", System.nanoTime());
  }

  ClusterProcess process(String name) {
    return processes.get(name);
  }

  void awaitAllAnswer(String when, long since) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!history().allAnswerAfter(since, ACCOUNTS)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not all accounts answer " + when + ": " + history().failuresAfter(since));
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  ClusterHistory history() {
    return new ClusterHistory(all);
  }

  /** Cuts a process from all others; the server is reached by all. */
  void cut(int number) {
    for (int each = 0; each < cables.size(); each++) {
      Predicate<String> source = each == number ? any -> true : host(number)::equals;
      cables.get(each).cut(source);
    }
  }

  void mend() {
    cables.forEach(cable -> cable.cut(any -> false));
  }

  /** Ends the load of those that live, and compares what all were told with what is stored. */
  ClusterHistory assertRight() throws IOException, InterruptedException {
    rest();
    ClusterHistory history = history();
    history.assertRight(anyFolder());
    return history;
  }

  void rest() throws IOException, InterruptedException {
    for (ClusterProcess process : all) {
      if (process.isAlive()) {
        process.rest();
      }
    }
  }

  /** Each has a folder, and all name the same tables. */
  Path anyFolder() {
    return all.getFirst().folder;
  }

  @Override
  public void close() throws IOException {
    all.forEach(ClusterProcess::close);
    for (TcpProxy cable : cables) {
      cable.close();
    }
  }
}
