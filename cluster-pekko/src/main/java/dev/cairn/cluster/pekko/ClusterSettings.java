package dev.cairn.cluster.pekko;

import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.PlacementConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the user set, checked. An address is what other processes call; the bind address is what this one listens at.
 *
 * @param heartbeat how often processes look for each other
 * @param pause how long a process may be silent
 * @param stableAfter how long a change of who is reachable must last before a side gives up
 * @param joinWithin how long to try to become a member
 * @param releaseWithin how long a slice may take to end before it is moved all the same
 * @param besideAnother whether another cluster may use the location at the same time
 */
record ClusterSettings(HostPort address, HostPort bind, List<HostPort> seeds, boolean byLease, Duration heartbeat,
    Duration pause, Duration stableAfter, Duration joinWithin, Duration releaseWithin, boolean besideAnother,
    Optional<ClusterTls> tls) {

  static final String PREFIX = "cluster.";
  private static final Set<String> KNOWN = Stream.concat(
      Stream.of("host", "port", "bind-host", "bind-port", "seeds", "downing", "insecure", "heartbeat-millis",
          "pause-millis", "stable-after-millis", "join-within-seconds", "release-seconds", "beside-another",
          "key-store",
          "trust-store"),
      Stream.of("key-store-password", "trust-store-password")
          .flatMap(secret -> Stream.of(secret, secret + "-file", secret + "-env")))
      .collect(Collectors.toUnmodifiableSet());
  private static final int PORT = 25_520;
  private static final Duration SOONEST = Duration.ofSeconds(3);

  /** The name or number of a machine, and a port of it. */
  record HostPort(String host, int port) {

    static HostPort parse(String text) {
      int colon = text.lastIndexOf(':');
      try {
        if (colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']')) {
          int port = Integer.parseInt(text.substring(colon + 1));
          if (port >= 1 && port <= 65_535) {
            return new HostPort(text.substring(0, colon), port);
          }
        }
      } catch (NumberFormatException e) {
        // told below
      }
      throw new IllegalArgumentException("Setting cluster.seeds: '" + text + "' must be HOST:PORT, and more of them "
          + "follow after a comma.");
    }

    boolean isLoopback(String setting) {
      try {
        return InetAddress.getByName(host).isLoopbackAddress();
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException("Setting " + setting + " = '" + host + "': there is no such host here.");
      }
    }

    boolean isWildcard() { return host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]"); }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * Reads the settings; opens no socket.
   *
   * @throws IllegalArgumentException if one is unknown, missing or cannot be given
   */
  static ClusterSettings read(PlacementConfig config) {
    refuseUnknown(config.settings());
    Map<String, String> named = config.settings().entrySet().stream()
        .collect(Collectors.toMap(entry -> PREFIX + entry.getKey(), Map.Entry::getValue));
    try {
      var settings = new BackendConfig(Path.of(""), BackendConfig.Mode.READ, Optional.empty(), named);
      ClusterSettings read = read(settings);
      read.refuseHaste();
      read.refuseLeaseWithout(config);
      read.refuseOpenNetwork(settings.choice(PREFIX + "insecure", "false", "true").equals("true"));
      return read;
    } catch (BackendException.Misconfigured e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static ClusterSettings read(BackendConfig given) {
    String host = given.text(PREFIX + "host").orElseThrow(() -> new IllegalArgumentException(
        "Setting cluster.host is missing: the name or address by which the other processes reach this one."));
    int port = (int) given.number(PREFIX + "port", PORT, 1, 65_535);
    var bind = new HostPort(given.text(PREFIX + "bind-host").orElse(host),
        (int) given.number(PREFIX + "bind-port", port, 1, 65_535));
    return new ClusterSettings(new HostPort(host, port), bind, seeds(given),
        given.choice(PREFIX + "downing", "keep-majority", "lease-majority").equals("lease-majority"),
        Duration.ofMillis(given.number(PREFIX + "heartbeat-millis", 500, 50, 60_000)),
        Duration.ofMillis(given.number(PREFIX + "pause-millis", 3_000, 200, 600_000)),
        Duration.ofMillis(given.number(PREFIX + "stable-after-millis", 4_000, 500, 600_000)),
        Duration.ofSeconds(given.number(PREFIX + "join-within-seconds", 60, 1, 86_400)),
        Duration.ofSeconds(given.number(PREFIX + "release-seconds", 60, 6, 3_600)),
        given.choice(PREFIX + "beside-another", "false", "true").equals("true"), ClusterTls.read(given));
  }

  /** Whether connections to others leave from the address that this process listens at, as firewalls may want. */
  boolean speaksFromBind() {
    return !bind.host().equals(address.host()) && !bind.isWildcard();
  }

  /** A process notices only pauses of its own that are longer; in less time nobody may be able to remove it. */
  private void refuseHaste() {
    if (pause.plus(stableAfter).compareTo(SOONEST) < 0) {
      throw new IllegalArgumentException("Settings cluster.pause-millis and cluster.stable-after-millis: together they "
          + "must be at least " + SOONEST.toMillis() + ", not " + pause.plus(stableAfter).toMillis() + ".");
    }
  }

  private static List<HostPort> seeds(BackendConfig given) {
    String text = given.text(PREFIX + "seeds").orElseThrow(() -> new IllegalArgumentException(
        "Setting cluster.seeds is missing: HOST:PORT of two or three processes, the same list in the same order on "
            + "every process. The first of them begins a new cluster where no other answers."));
    return Stream.of(text.split(",")).map(String::strip).map(HostPort::parse).toList();
  }

  private static void refuseUnknown(Map<String, String> settings) {
    var unknown = new TreeSet<>(settings.keySet());
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("Unknown settings: " + listed(unknown) + ". The placement 'pekko' knows "
          + listed(KNOWN) + ".");
    }
  }

  private static String listed(Set<String> names) {
    return names.stream().sorted().map(PREFIX::concat).collect(Collectors.joining(", "));
  }

  private void refuseLeaseWithout(PlacementConfig config) {
    if (byLease && config.leases().isEmpty()) {
      throw new IllegalArgumentException("Setting cluster.downing = 'lease-majority': the backend of this location has "
          + "no lease. Use keep-majority with three processes or more, or the backend postgresql.");
    }
  }

  private void refuseOpenNetwork(boolean insecure) {
    boolean loopback = address.isLoopback("cluster.host") && bind.isLoopback("cluster.bind-host");
    if (tls.isEmpty() && !loopback && !insecure) {
      throw new IllegalArgumentException(
          "Setting cluster.host = '" + address.host() + "' is not a loopback address, and "
              + "there is no TLS: whoever reaches the port could give commands to actors. Set cluster.key-store and "
              + "cluster.trust-store. Where the network itself lets nobody else in, set cluster.insecure = true.");
    }
  }

  /** The passwords stay unsaid. */
  @Override
  public String toString() {
    return "process " + address + " with seeds " + seeds;
  }
}
