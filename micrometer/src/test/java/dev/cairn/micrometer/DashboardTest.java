package dev.cairn.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.CairnListener;
import dev.cairn.api.CairnListener.Handled.Outcome;
import dev.cairn.api.DeadLetter;
import dev.cairn.api.Terminated;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboard and the table of the documentation name meters that there are. */
class DashboardTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Duration SHORT = Duration.ofMillis(1);

  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CairnMetrics metrics = new CairnMetrics(registry);

  /** Lets each meter come into being. */
  private void hearEverything(ActorSystem system) {
    String path = "/till/1";
    metrics.handled(new CairnListener.Handled(path, "till", "Pay", Outcome.ANSWERED, SHORT, 0));
    metrics.persisted(new CairnListener.Persisted(path, 1, 1, SHORT));
    metrics.committed(new CairnListener.Committed(1, 1, 1, SHORT, true, SHORT));
    metrics.recovered(new CairnListener.Recovered(path, 0, 1, 0, SHORT));
    metrics.snapshotStored(new CairnListener.SnapshotStored(path, 1, 1, SHORT));
    metrics.snapshotFailed(new CairnListener.SnapshotFailed(path, 1, new IllegalStateException()));
    metrics.timerFailed(new CairnListener.TimerFailed(path, "unpaid", new IllegalStateException(), SHORT));
    metrics.restarted(new CairnListener.Restarted(path, new IllegalStateException(), SHORT));
    metrics.terminated(new Terminated(system.entity(Till.TYPE, "1"),
        new Terminated.Cause.AfterFailure(new IllegalStateException())));
    metrics.passivated(new CairnListener.Passivated(path, CairnListener.Passivated.Reason.IDLE));
    metrics.deadLetter(new DeadLetter(path, new Till.Pay(1), DeadLetter.Reason.STOPPED));
    metrics.overdue(new CairnListener.Overdue(List.of(path), SHORT));
    metrics.storeLost(new CairnListener.StoreLost(1, new IllegalStateException()));
    metrics.storeReopened(new CairnListener.StoreReopened(2, SHORT));
    metrics.measured(new CairnListener.Measured("sqlite", Map.of("wal-bytes", 1L)));
    metrics.readerMoved(new CairnListener.ReaderMoved("main", "reader", 1, Optional.of(Instant.now())));
    metrics.readerFailed(new CairnListener.ReaderFailed("main", "reader", new IllegalStateException(), SHORT));
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void each_metric_of_the_dashboard_exists() throws IOException {
    try (ActorSystem system =
        ActorSystem.builder().data(Path.of("memory")).backend("memory").listener(metrics).open()) {
      hearEverything(system);
      Set<String> wanted = found("cairn_[a-z_]+", Files.readString(DOCS.resolve("grafana").resolve("cairn.json")));
      assertFalse(wanted.isEmpty());
      wanted.removeAll(found("(?m)^cairn_[a-z_]+", registry.scrape()));
      assertEquals(Set.of(), wanted);
    }
  }

  @Test
  void the_table_of_the_documentation_has_each_meter_and_no_other() throws IOException {
    try (ActorSystem system =
        ActorSystem.builder().data(Path.of("memory")).backend("memory").listener(metrics).open()) {
      hearEverything(system);
      Set<String> meters = registry.getMeters().stream().map(Meter::getId).map(Meter.Id::getName)
          .collect(Collectors.toCollection(TreeSet::new));
      String table = Files.readString(DOCS.resolve("metrics.md"));
      assertEquals(meters, found("(?m)(?<=^\\| `)cairn[a-z.]+", table));
    }
  }
}
