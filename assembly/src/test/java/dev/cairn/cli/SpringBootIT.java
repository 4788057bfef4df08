package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example on Spring Boot as the fat jar that a user starts: killed, told to end while it answers requests, and
 * unpacked to start faster.
 */
@Order(4)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class SpringBootIT {
  private static final int CLIENTS = 8;
  private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```");

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
    ended.forEach(each -> assertBetween(each, stored(each)));
  }

  @Test
  void it_starts_from_a_cache_of_its_classes_by_the_commands_of_the_page() throws IOException {
    Files.copy(WebApplication.jar(), folder.resolve(WebApplication.jar().getFileName()));
    boolean aot = Runtime.version().feature() >= 25;
    List<String> blocks = blocksOf("## Start faster");
    List<String> commands = (blocks.get(0) + blocks.get(aot ? 1 : 2)).lines().toList();
    commands.subList(0, commands.size() - 1).forEach(each -> launch(each).run().done());
    String onlyWithIt = aot ? "java -XX:AOTMode=on" : "java -Xshare:on";
    try (var app = WebApplication.start(launch(commands.getLast().replaceFirst("java", onlyWithIt)))) {
      assertHealthy(app);
    }
  }

  private static List<String> blocksOf(String heading) throws IOException {
    String page = Files.readString(Path.of(System.getProperty("cairn.root"), "docs/spring.md"));
    String section = page.substring(page.indexOf(heading)).split("\n## ", -1)[0];
    return COMMANDS.matcher(section).results().map(each -> each.group(1)).toList();
  }

  /** A command without quotes. */
  private Launch launch(String command) {
    assertTrue(command.startsWith("java "), command);
    return Launch.java(folder, command.substring("java ".length()).split(" "));
  }

  private static void assertHealthy(WebApplication app) {
    WebApplication.Response health = app.get("/actuator/health");
    assertEquals(200, health.status(), health::body);
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
      assertBetween(each, Long.parseLong(body.replaceAll("\\D", "")));
    }
  }

  private static void assertBetween(Depositor each, long cents) {
    assertTrue(each.acknowledged() <= cents && cents <= each.sent(),
        () -> each.acknowledged() + " of " + each.sent() + " were acknowledged, and " + cents + " are there");
  }

  /** The cents of its events, without the application. */
  private long stored(Depositor each) {
    return Launch.cairn(folder, "events", folder.resolve("cairn-data"), "account/" + each.account(), "--json").here()
        .done().json().stream().mapToLong(event -> event.getAsJsonObject("fields").get("cents").getAsLong()).sum();
  }
}
