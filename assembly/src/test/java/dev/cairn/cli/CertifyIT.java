package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code cairn certify}, on the memory backend and on the one of a stranger. The others have the same rules in their
 * own tests, with more kills and losses of power; {@code -Dcairn.certified=sqlite,rocksdb} certifies them here too.
 */
@Order(7)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class CertifyIT {
  private static final String BRIEF = " -Dcairn.tck.kills=1 -Dcairn.tck.cuts=4 -Dcairn.tck.closes=1"
      + " -Dcairn.tck.histories=2 -Dcairn.tck.simulations=2";

  @TempDir
  private Path folder;

  @Test
  void memory_keeps_the_rules_and_claims_nothing_that_outlives_it() throws IOException {
    var ended = certify(jars("memory")).done();
    assertCertified("memory", ended);
    assertTrue(ended.out().stream().anyMatch(line -> line.matches("not claimed +K2 .*: durability SYNC")));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("named")
  void a_backend_that_is_named_is_certified(String backend) throws IOException {
    assertCertified(backend, certify(jars(backend)).done());
  }

  private static Stream<String> named() {
    return Stream.of(System.getProperty("cairn.certified", "").split(",")).filter(name -> !name.isEmpty());
  }

  @Test
  void a_backend_of_a_stranger_is_certified_and_touches_no_file_of_ours() throws IOException {
    assertCertified("filelog", certify(List.of(StrangersJar.build(folder))).done());
  }

  @Test
  void a_strangers_backend_that_forgets_to_sync_is_refused_by_the_rule_about_power() throws IOException {
    Path jar = StrangersJar.build(folder, "channel.force(false);", "channel.size();");
    var ended = certify(List.of(jar));
    if (ended.out().stream().noneMatch(line -> line.matches("not run here +P1 .*"))) {
      ended.with(1);
      assertTrue(ended.out().stream().anyMatch(line -> line.matches("failed +P1 .*")), ended::toString);
      assertTrue(ended.out().getLast().matches("\\d+ rules passed, [1-9]\\d* failed"), ended::toString);
    }
  }

  @Test
  void jars_without_a_backend_break_the_rules_about_being_found() {
    var ended = certify(noBackend()).with(1);
    assertEquals("0 rules passed, 2 failed", ended.out().getLast());
  }

  @Test
  void a_jar_that_is_not_there_is_told_before_anything_starts() {
    var ended = Launch.cairn(folder, "certify", "nothing.jar").run().with(2);
    assertEquals(List.of(), ended.out());
    assertTrue(ended.error().contains("nothing.jar"), ended::error);
  }

  @Test
  void with_json_each_rule_is_an_object_and_the_counts_are_the_last() {
    var objects = certify(noBackend(), "--json").with(1).json();
    assertEquals(List.of("F1", "F2"), objects.stream().limit(2).map(rule -> rule.get("rule").getAsString()).toList());
    assertEquals("failed", objects.getFirst().get("result").getAsString());
    assertEquals("{\"passed\":0,\"failed\":2,\"not_claimed\":0,\"not_run\":0}", objects.getLast().toString());
  }

  @Test
  void the_command_line_itself_has_nothing_of_junit() throws IOException {
    try (Stream<Path> modules = Files.list(Distribution.built().modules())) {
      assertFalse(modules.anyMatch(jar -> jar.getFileName().toString().matches("junit.*|cairn-tck.*|opentest4j.*")));
    }
  }

  private void assertCertified(String backend, Child.Ended ended) throws IOException {
    assertTrue(ended.out().getLast().matches("\\d+ rules passed, 0 failed"), ended::toString);
    for (String found : List.of("F1", "F2")) {
      assertTrue(ended.out().stream().anyMatch(line -> line.matches("passed +" + found + " .*")), ended::toString);
    }
    String text = Files.readString(folder.resolve("certificate-" + backend + ".txt"));
    assertTrue(text.endsWith(ended.out().getLast() + "\n"), text);
    var certificate =
        JsonParser.parseString(Files.readString(folder.resolve("certificate-" + backend + ".json"))).getAsJsonObject();
    assertEquals(backend, certificate.get("backend").getAsString());
    assertEquals(version(), certificate.get("kit").getAsString());
    assertEquals(ended.out().size() - 1, certificate.getAsJsonArray("rules").size());
  }

  private static String version() {
    return System.getProperty("cairn.version");
  }

  private static List<Path> noBackend() {
    return List.of(Distribution.built().modules().resolve("cairn-spi-" + version() + ".jar"));
  }

  private static List<Path> jars(String backend) {
    try (Stream<Path> files = Files.list(Distribution.built().backend(backend))) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Child.Ended certify(List<Path> jars, Object... arguments) {
    var all = new ArrayList<Object>(List.of("certify"));
    all.addAll(jars);
    all.addAll(List.of(arguments));
    Launch launch = Launch.cairn(folder, all.toArray());
    try (Child kit = launch.with("JDK_JAVA_OPTIONS", launch.environment().get("JDK_JAVA_OPTIONS") + BRIEF).start()) {
      kit.endsWithin(Duration.ofMinutes(5));
      return kit.ended();
    }
  }
}
