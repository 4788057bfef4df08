package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tck.Trial.Outcome;
import dev.cairn.tck.Trial.Result;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inspects the inspector: each backend breaks one promise, and a rule says which. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class BrokenBackendTest {
  /** What is only about several sessions that write. */
  private static final Set<String> OF_SEVERAL =
      Set.of("n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "n10", "n11", "n12", "o15");

  /** With the reason why it cannot be otherwise; what is of several writers it does not claim. */
  private static final Map<String, String> KEPT_BY_DOING_NOTHING = new TreeMap<>(Map.of(
      "c6", "it counts nothing, and claims no statistics",
      "o1", "it reads its generation from the clock",
      "o2", "it has a name",
      "o13", "it says of itself whatever is asked for",
      "r3", "it makes no stream of what is looked for"));

  @Test
  void cardboard_keeps_every_rule_that_it_claims() {
    Trial trial = Trial.of(new CardboardProvider());
    assertEquals(Set.of(), trial.rules(Outcome.BROKEN));
    assertEquals(Set.of(), trial.rules(Outcome.NOT_RUN));
    assertEquals(with(OF_SEVERAL, "c6", "d1", "d2", "d3", "d4", "h1", "h2", "k1", "k2", "k3", "p1", "p2", "p3"),
        trial.rules(Outcome.NOT_CLAIMED));
    assertEquals(Trial.rules().size(), trial.size());
  }

  @Test
  void cardboard_for_several_writers_keeps_every_rule_that_it_claims() {
    Trial trial = Trial.of(new SabotagedWriters.Shared());
    assertEquals(Set.of(), trial.rules(Outcome.BROKEN));
    assertTrue(trial.rules(Outcome.KEPT).containsAll(OF_SEVERAL), trial.rules(Outcome.NOT_CLAIMED).toString());
  }

  private static Set<String> with(Set<String> some, String... others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(List.of(others));
    return all;
  }

  @Test
  void without_a_log_over_all_streams_the_rules_about_it_are_not_claimed_and_all_others_kept() {
    Trial trial = Trial.of(new Sabotage.WithoutLog());
    assertEquals(Set.of(), trial.rules(Outcome.BROKEN));
    assertTrue(trial.rules(Outcome.NOT_CLAIMED).containsAll(Set.of("l1", "l2", "l8", "c1", "s14")));
    assertTrue(trial.rules(Outcome.KEPT).containsAll(Set.of("a1", "r1", "s1", "o3", "m1")));
  }

  @Test
  void paper_keeps_the_rules_of_what_lasts() {
    Trial trial = Trial.ofGroups(new PaperProvider(), "KillRules", "PowerRules", "DiskRules", "HangRules");
    assertEquals(Set.of(), trial.rules(Outcome.BROKEN));
    assertEquals(Set.of(), trial.rules(Outcome.NOT_CLAIMED));
    assertTrue(trial.rules(Outcome.KEPT).containsAll(Set.of("k1", "k2", "d4")));
  }

  static Stream<Broken> sabotage() {
    return Sabotage.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sabotage")
  void each_broken_promise_is_caught_by_its_rule(Broken broken) {
    Result result = Trial.of(broken.provider(), broken.rule()).of(broken.rule());
    assertTrue(result.outcome() == Outcome.BROKEN || result.outcome() == Outcome.NOT_RUN,
        () -> "Rule " + broken.rule() + " misses a backend that " + broken.how() + ": the rule is "
            + result.outcome() + ". " + result.told());
  }

  @Test
  void each_rule_is_broken_by_a_sabotage() {
    Set<String> rules = new TreeSet<>(Trial.rules().keySet());
    Sabotage.all().forEach(broken -> rules.remove(broken.rule()));
    assertEquals(Set.of(), rules);
  }

  @Test
  void a_backend_that_does_nothing_breaks_every_rule_that_asks_for_something() {
    Trial trial = Trial.of(new IdleProvider());
    Set<String> kept = new TreeSet<>(trial.rules(Outcome.KEPT));
    kept.addAll(trial.rules(Outcome.NOT_CLAIMED));
    assertEquals(with(OF_SEVERAL, KEPT_BY_DOING_NOTHING.keySet().toArray(String[]::new)), kept);
  }
}
