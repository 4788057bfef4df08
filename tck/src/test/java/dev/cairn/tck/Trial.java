package dev.cairn.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import dev.cairn.spi.BackendProvider;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What the kit says of one backend: the result of each rule by its number. */
final class Trial {
  private static final Map<String, Class<?>> GROUPS = Stream.of(BackendCertification.class.getDeclaredClasses())
      .collect(Collectors.toMap(group -> group.getSuperclass().getSimpleName(), group -> group));
  private static final ThreadLocal<BackendProvider> CANDIDATE = ThreadLocal.withInitial(CardboardProvider::new);

  private final Map<String, Result> results = new TreeMap<>();

  private Trial() {}

  enum Outcome {
    KEPT, BROKEN, NOT_CLAIMED, NOT_RUN
  }

  record Result(Outcome outcome, String told) {}

  /** Whatever this thread tries at the moment. */
  static class Candidate extends BackendCertification {
    @Override
    protected BackendProvider provider() {
      return CANDIDATE.get();
    }
  }

  /** Tries all rules. */
  static Trial of(BackendProvider provider) {
    return run(provider, selectClass(Candidate.class));
  }

  /** Tries the rules of some groups. */
  static Trial ofGroups(BackendProvider provider, String... groups) {
    return run(provider, Stream.of(groups).map(group -> selectNestedClass(List.of(Candidate.class), GROUPS.get(group)))
        .toArray(DiscoverySelector[]::new));
  }

  /** Tries one rule, by its number. */
  static Trial of(BackendProvider provider, String rule) {
    Method method = rules().get(rule);
    return run(provider, selectNestedMethod(List.of(Candidate.class),
        GROUPS.get(method.getDeclaringClass().getSimpleName()), method));
  }

  /** Each rule by its number. */
  static Map<String, Method> rules() {
    Map<String, Method> rules = new TreeMap<>();
    GROUPS.values().forEach(group -> Stream.of(group.getSuperclass().getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .forEach(method -> rules.put(number(method.getName()), method)));
    return rules;
  }

  private static String number(String name) {
    return name.replaceAll("_.*", "");
  }

  private static Trial run(BackendProvider provider, DiscoverySelector... selectors) {
    CANDIDATE.set(provider);
    Trial trial = new Trial();
    var request = LauncherDiscoveryRequestBuilder.request().selectors(selectors)
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "false"); // the candidate is of this thread
    LauncherFactory.create().execute(request.build(), trial.listener());
    return trial;
  }

  private TestExecutionListener listener() {
    Set<String> unclaimed = new HashSet<>();
    return new TestExecutionListener() {
      @Override
      public void reportingEntryPublished(TestIdentifier rule, ReportEntry entry) {
        if (entry.getKeyValuePairs().containsKey(Claims.NOT_CLAIMED)) {
          unclaimed.add(rule.getUniqueId());
        }
      }

      @Override
      public void executionFinished(TestIdentifier rule, TestExecutionResult result) {
        if (rule.isTest()) {
          Outcome outcome = switch (result.getStatus()) {
            case SUCCESSFUL -> unclaimed.contains(rule.getUniqueId()) ? Outcome.NOT_CLAIMED : Outcome.KEPT;
            case FAILED -> Outcome.BROKEN;
            case ABORTED -> Outcome.NOT_RUN;
          };
          results.put(number(rule.getDisplayName()),
              new Result(outcome, result.getThrowable().map(Throwable::toString).orElse("")));
        }
      }
    };
  }

  Result of(String rule) {
    return results.get(rule);
  }

  /** The rules with this result. */
  Set<String> rules(Outcome outcome) {
    return results.entrySet().stream().filter(result -> result.getValue().outcome() == outcome).map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  int size() {
    return results.size();
  }
}
