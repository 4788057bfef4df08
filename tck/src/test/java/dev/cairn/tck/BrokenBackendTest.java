package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import dev.cairn.spi.BackendProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Inspects the inspector: each backend breaks one promise, and a rule says which. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BrokenBackendTest {
  private static final Map<String, Class<?>> GROUPS = Stream.of(BackendCertification.class.getDeclaredClasses())
      .collect(Collectors.toMap(group -> group.getSuperclass().getSimpleName(), group -> group));

  private static BackendProvider candidate = new CardboardProvider();

  /** Whatever is a candidate at the moment. */
  static class Candidate extends BackendCertification {
    @Override
    protected BackendProvider provider() {
      return candidate;
    }
  }

  @Test
  void cardboard_keeps_every_rule_that_it_claims() {
    Map<String, TestExecutionResult> results = certify(new CardboardProvider(), selectClass(Candidate.class));
    assertEquals(Set.of(), rules(results, Status.FAILED));
    assertEquals(Set.of("c6", "d1", "d2", "d3", "d4", "h1", "h2", "k1", "k2", "k3", "o15", "p1", "p2", "p3"),
        rules(results, Status.ABORTED));
    results.values().stream().filter(result -> result.getStatus() == Status.ABORTED)
        .forEach(result -> assertTrue(told(result).startsWith("not claimed: "), told(result)));
    assertTrue(results.size() > 80, "only " + results.size() + " rules ran");
  }

  @Test
  void without_a_log_over_all_streams_the_rules_about_it_are_not_claimed_and_all_others_kept() {
    Map<String, TestExecutionResult> results = certify(new Sabotage.WithoutLog(), selectClass(Candidate.class));
    assertEquals(Set.of(), rules(results, Status.FAILED));
    assertTrue(rules(results, Status.ABORTED).containsAll(Set.of("l1", "l2", "l8", "c1", "s14")));
    assertTrue(rules(results, Status.SUCCESSFUL).containsAll(Set.of("a1", "r1", "s1", "o3", "m1")));
  }

  @Test
  void paper_keeps_the_rules_of_what_lasts() {
    Map<String, TestExecutionResult> results = certify(new PaperProvider(), group("KillRules"), group("PowerRules"),
        group("DiskRules"), group("HangRules"));
    assertEquals(Set.of(), rules(results, Status.FAILED));
    results.values().stream().filter(result -> result.getStatus() == Status.ABORTED)
        .forEach(result -> assertTrue(told(result).startsWith("not run here: "), told(result)));
  }

  static Stream<Arguments> sabotage() {
    return Sabotage.all();
  }

  @ParameterizedTest
  @MethodSource("sabotage")
  void each_broken_promise_is_caught_by_its_rule(String rule, String group, BackendProvider broken) {
    Map<String, TestExecutionResult> results = certify(broken, group(group));
    TestExecutionResult result = results.get(rule);
    boolean notHere = result.getStatus() == Status.ABORTED && told(result).startsWith("not run here: ");
    assertTrue(notHere || result.getStatus() == Status.FAILED, rule + " is not among " + rules(results, Status.FAILED));
  }

  private static DiscoverySelector group(String rules) {
    return selectNestedClass(List.of(Candidate.class), GROUPS.get(rules));
  }

  private static String told(TestExecutionResult result) {
    return String.valueOf(result.getThrowable().orElseThrow().getMessage());
  }

  private static Set<String> rules(Map<String, TestExecutionResult> results, Status status) {
    return results.entrySet().stream().filter(result -> result.getValue().getStatus() == status).map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the result of each rule by its number. */
  private static Map<String, TestExecutionResult> certify(BackendProvider provider, DiscoverySelector... selectors) {
    candidate = provider;
    Map<String, TestExecutionResult> results = new TreeMap<>();
    LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request().selectors(selectors).build();
    LauncherFactory.create().execute(request, new TestExecutionListener() {
      @Override
      public void executionFinished(TestIdentifier rule, TestExecutionResult result) {
        if (rule.isTest()) {
          results.put(rule.getDisplayName().replaceAll("_.*", ""), result);
        }
      }
    });
    return results;
  }
}
