package dev.cairn.cluster.pekko;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.spi.Placement;
import dev.cairn.spi.PlacementConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A process in the JVM of the test, with a receiver that answers each letter with its own name and writes down the
 * rest.
 */
final class TestMember implements AutoCloseable, Placement.Receiver {
  static final int SLICES = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final String name;
  final PekkoPlacement placement = new PekkoPlacement();
  final List<String> told;
  final CompletableFuture<String> lost = new CompletableFuture<>();
  volatile Duration releaseTakes = Duration.ZERO;
  volatile boolean silent;
  volatile boolean unsure;
  volatile int answerBytes;

  /** The settings of the processes of one cluster. */
  record Settings(int seedPort, Map<String, String> more) {

    static Settings ofOneSeed() {
      return new Settings(freePort(), Map.of());
    }

    Settings with(String name, String value) {
      return new Settings(seedPort, Map.of(name, value));
    }

    Map<String, String> seed() {
      return at(seedPort);
    }

    Map<String, String> another() {
      return at(freePort());
    }

    /** Others reach it through a cable, and it speaks from an address of its own. */
    Map<String, String> behind(TcpProxy cable) {
      Map<String, String> settings = at(cable.port());
      settings.put("bind-host", cable.target().getHostString());
      settings.put("bind-port", Integer.toString(cable.target().getPort()));
      return settings;
    }

    private Map<String, String> at(int port) {
      var settings = new HashMap<>(Map.of("port", Integer.toString(port), "seeds", "127.0.0.1:" + seedPort));
      settings.putAll(more);
      return settings;
    }
  }

  /** Several processes may write into one list, which then has the order among them. */
  TestMember(String name, List<String> told) {
    this.name = name;
    this.told = told;
  }

  static TestMember join(String name, String cluster, Map<String, String> settings) {
    TestMember process = new TestMember(name, new CopyOnWriteArrayList<>());
    process.open(cluster, settings);
    return process;
  }

  TestMember open(String cluster, Map<String, String> settings) {
    return open(config(cluster, settings));
  }

  static PlacementConfig config(String cluster, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of("host", "127.0.0.1", "heartbeat-millis", "200", "pause-millis",
        "1000", "stable-after-millis", "2000", "join-within-seconds", "60"));
    all.putAll(settings);
    return new PlacementConfig(cluster, "test", SLICES, "1", all, Optional.empty());
  }

  TestMember open(String cluster, Map<String, String> settings, Function<String, PlacementConfig.Lease> leases) {
    PlacementConfig without = config(cluster, settings);
    return open(new PlacementConfig(cluster, without.location(), SLICES, "1", without.settings(), Optional.of(leases)));
  }

  TestMember open(PlacementConfig config) {
    placement.open(this, config);
    return this;
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the text to the slice and waits for who answers. */
  String ask(int slice, String text) throws Exception {
    return ask(slice, text.getBytes(UTF_8), Duration.ofSeconds(10));
  }

  String ask(int slice, byte[] letter, Duration within) throws Exception {
    byte[] answer = placement.send(slice, letter, within).toCompletableFuture().get(20, TimeUnit.SECONDS);
    return new String(answer, UTF_8);
  }

  /** Whether the others confirm that it has a slice which it takes for its own. */
  boolean isConfirmed() {
    int slice = java.util.stream.IntStream.range(0, SLICES).filter(placement::here).findFirst().orElse(0);
    return placement.confirm(slice, Duration.ofSeconds(1)).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  long slices() {
    return java.util.stream.IntStream.range(0, SLICES).filter(placement::here).count();
  }

  @Override
  public String toString() {
    return name + " " + placement.members();
  }

  static void await(String what, BooleanSupplier reached) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Override
  public CompletionStage<byte[]> receive(int slice, byte[] letter) {
    if (silent) {
      return new CompletableFuture<>();
    }
    byte[] answer = (name + " " + slice + " " + new String(letter, UTF_8)).getBytes(UTF_8);
    return CompletableFuture.completedStage(answerBytes > 0 ? new byte[answerBytes] : answer);
  }

  @Override
  public void gained(int slice) {
    told.add("gained " + slice + " " + name);
  }

  @Override
  public CompletionStage<Void> release(int slice) {
    told.add("release " + slice + " " + name);
    return CompletableFuture.runAsync(() -> told.add("released " + slice + " " + name),
        CompletableFuture.delayedExecutor(releaseTakes.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public void doubt(boolean now) {
    unsure = now;
  }

  @Override
  public void lost(String reason) {
    lost.complete(reason);
  }

  @Override
  public void close() {
    placement.close();
  }
}
