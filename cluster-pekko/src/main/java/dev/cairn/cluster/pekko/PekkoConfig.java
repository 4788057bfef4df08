package dev.cairn.cluster.pekko;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.cairn.spi.PlacementConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pekko's configuration of a process. The {@code application.conf} of the program does not count: a program with Pekko
 * of its own configures that.
 */
final class PekkoConfig {
  private static final int FRAME = PekkoPlacement.MAX_LETTER + (16 << 10);

  /**
   * The margin is there so that the other side stops its persistent actors before this one starts them. Here the log
   * refuses what the other side still writes, so nothing need be waited for. Pekko takes 0 and {@code off} for "as
   * long as stable-after".
   *
   * <p>Who has which slice is written to a majority. Pekko's own choice of more would wait, in a small cluster, for the
   * process that has just died.
   */
  private static final String CONSTANT = """
      pekko {
        loggers = ["dev.cairn.cluster.pekko.SystemLog"]
        loglevel = WARNING
        use-slf4j = off
        log-dead-letters = off
        log-dead-letters-during-shutdown = off
        daemonic = on
        jvm-exit-on-fatal-error = off
        coordinated-shutdown { run-by-jvm-shutdown-hook = off, phases.actor-system-terminate.timeout = 4s }
        actor {
          provider = cluster
          allow-java-serialization = off
          serializers.cairn = "dev.cairn.cluster.pekko.LetterSerializer"
          serialization-bindings {
            "dev.cairn.cluster.pekko.SliceMessage" = cairn
            "dev.cairn.cluster.pekko.SliceMessage$Answer" = cairn
            "dev.cairn.cluster.pekko.Standing$Message" = cairn
          }
        }
        cluster {
          jmx.enabled = off
          downing-provider-class = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider"
          down-removal-margin = 1ms
          split-brain-resolver.lease-majority.lease-implementation = "cairn.cluster.lease"
          configuration-compatibility-check.checkers.cairn = "dev.cairn.cluster.pekko.SameLocation"
          sharding {
            passivation.strategy = none
            remember-entities = off
            distributed-data.durable.keys = []
            retry-interval = 500ms
            coordinator-failure-backoff = 1s
            updating-state-timeout = 2s
            coordinator-state { write-majority-plus = 0, read-majority-plus = 0 }
            distributed-data.majority-min-cap = 1
            rebalance-interval = 2s
            least-shard-allocation-strategy.rebalance-relative-limit = 0.5
          }
        }
      }
      cairn.cluster.lease.lease-class = "dev.cairn.cluster.pekko.LocationLease"
      """;

  private PekkoConfig() {}

  static Config of(ClusterSettings settings, PlacementConfig config, ClassLoader loader) {
    Map<String, Object> values = new HashMap<>();
    names(values, config);
    remote(values, settings);
    settings.tls().ifPresent(tls -> tls(values, tls));
    membership(values, settings);
    sharding(values, settings, config.slices());
    return ConfigFactory.parseMap(values).withFallback(ConfigFactory.parseString(CONSTANT))
        .withFallback(ConfigFactory.defaultReference(loader)).resolve();
  }

  private static void names(Map<String, Object> values, PlacementConfig config) {
    values.put(SameLocation.CLUSTER, config.cluster());
    values.put(SameLocation.LOCATION, config.location());
    values.put(SameLocation.SLICES, config.slices());
    if (!config.version().isEmpty()) {
      values.put("pekko.cluster.app-version", config.version());
    }
  }

  private static void remote(Map<String, Object> values, ClusterSettings settings) {
    String artery = "pekko.remote.artery.";
    values.put(artery + "transport", settings.tls().isPresent() ? "tls-tcp" : "tcp");
    values.put(artery + "canonical.hostname", settings.address().host());
    values.put(artery + "canonical.port", settings.address().port());
    values.put(artery + "bind.hostname", settings.bind().host());
    values.put(artery + "bind.port", settings.bind().port());
    values.put(artery + "advanced.maximum-frame-size", FRAME);
    if (settings.speaksFromBind()) {
      values.put(artery + "advanced.tcp.outbound-client-hostname", settings.bind().host());
    }
  }

  private static void tls(Map<String, Object> values, ClusterTls tls) {
    String engine = "pekko.remote.artery.ssl.config-ssl-engine.";
    values.put(engine + "key-store", tls.keyStore().toString());
    values.put(engine + "key-store-password", tls.keyPassword());
    values.put(engine + "key-password", tls.keyPassword());
    values.put(engine + "trust-store", tls.trustStore().toString());
    values.put(engine + "trust-store-password", tls.trustPassword());
    values.put(engine + "require-mutual-authentication", true);
  }

  private static void membership(Map<String, Object> values, ClusterSettings settings) {
    String cluster = "pekko.cluster.";
    Duration beat = settings.heartbeat().compareTo(Duration.ofSeconds(1)) < 0 ? settings.heartbeat()
        : Duration.ofSeconds(1);
    values.put(cluster + "failure-detector.heartbeat-interval", settings.heartbeat());
    values.put(cluster + "failure-detector.acceptable-heartbeat-pause", settings.pause());
    values.put(cluster + "failure-detector.expected-response-after", settings.heartbeat());
    List.of("gossip-interval", "leader-actions-interval", "unreachable-processes-reaper-interval",
        "periodic-tasks-initial-delay").forEach(task -> values.put(cluster + task, beat));
    values.put(cluster + "seed-node-timeout", Duration.ofSeconds(2));
    values.put(cluster + "retry-unsuccessful-join-after", Duration.ofSeconds(2));
    values.put(cluster + "split-brain-resolver.active-strategy",
        settings.byLease() ? "lease-majority" : "keep-majority");
    values.put(cluster + "split-brain-resolver.stable-after", settings.stableAfter());
  }

  private static void sharding(Map<String, Object> values, ClusterSettings settings, int slices) {
    String sharding = "pekko.cluster.sharding.";
    values.put(sharding + "number-of-shards", slices);
    values.put(sharding + "handoff-timeout", settings.releaseWithin());
    values.put(sharding + "least-shard-allocation-strategy.rebalance-absolute-limit", Math.max(8, slices / 4));
    values.put("pekko.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout", settings.releaseWithin());
  }
}
