package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example on Spring Boot as the fat jar that a user starts: killed, and told to end while it answers requests. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class SpringBootIT {
  private static final int CLIENTS = 8;

  @TempDir
  private Path folder;

  @Test
  void no_acknowledged_deposit_is_lost_by_a_kill_or_a_sigterm_and_a_sigterm_fails_no_request() {
    List<Depositor> killed;
    try (WebApplication app = WebApplication.start(folder)) {
      killed = Depositor.crowd(app.port(), "killed", CLIENTS);
      killed.forEach(each -> each.awaitAcknowledged(25));
      app.kill();
      killed.forEach(Depositor::join);
    }
    List<Depositor> ended;
    try (WebApplication app = WebApplication.start(folder)) {
      assertNoneLost(killed, app);
      assertHealthy(app);
      ended = Depositor.crowd(app.port(), "ended", CLIENTS);
      ended.forEach(each -> each.awaitAcknowledged(25));
      assertEndsQuietly(app.terminate());
      ended.forEach(Depositor::join);
    }
    assertEquals(List.of(), ended.stream().flatMap(each -> each.failures().stream()).toList());
    try (WebApplication app = WebApplication.start(folder)) {
      assertNoneLost(ended, app);
    }
  }

  private static void assertHealthy(WebApplication app) {
    WebApplication.Response health = app.get("/actuator/health");
    assertEquals(200, health.status());
    assertTrue(health.body().contains("\"cairn\":{\"details\""), health::body);
  }

  private static void assertEndsQuietly(Child.Ended ended) {
    assertEquals(143, ended.code(), ended::toString);
    assertEquals(List.of(), ended.err());
    assertTrue(ended.out().stream().noneMatch(line -> line.contains(" ERROR ") || line.contains(" WARN ")),
        ended::toString);
  }

  /** At most one deposit of each client had no response, and may be there too. */
  private static void assertNoneLost(List<Depositor> depositors, WebApplication app) {
    for (Depositor each : depositors) {
      String body = app.get("/accounts/" + each.account()).body();
      long cents = Long.parseLong(body.replaceAll("\\D", ""));
      assertTrue(each.acknowledged() <= cents && cents <= each.sent(),
          () -> each.acknowledged() + " of " + each.sent() + " were acknowledged, and " + cents + " are there");
    }
  }
}
