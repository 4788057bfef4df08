package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What the root pom says of every test: none hangs for ever, and one that hangs shows where. */
class DeadlockTest {
  private static final String LIMIT = "junit.jupiter.execution.timeout.default";
  private static final String THREAD = "junit.jupiter.execution.timeout.thread.mode.default";
  private static final String DUMP = "junit.jupiter.execution.timeout.threaddump.enabled";

  @RegisterExtension
  final BuildSettings settings = new BuildSettings();

  @Test
  void a_deadlock_ends_within_two_minutes_with_a_dump_of_all_threads() {
    String[] limit = settings.given.get(LIMIT).split(" ");
    assertEquals("s", limit[1]);
    assertTrue(Integer.parseInt(limit[0]) <= 110, "leaves ten seconds for the dump: " + limit[0]);

    Map<String, String> hasty = new HashMap<>(settings.given);
    hasty.put(LIMIT, "1 s");
    List<Throwable> failures = new ArrayList<>();
    String printed = run(hasty, failures);

    assertEquals(1, failures.size());
    assertInstanceOf(TimeoutException.class, failures.get(0));
    assertTrue(printed.contains("\"one of two\""), printed);
    assertTrue(printed.contains("\"the other one\""), printed);
    assertEquals(2, printed.split(Deadlock.class.getSimpleName() + ".holdAndWant", -1).length - 1, printed);
  }

  /** Runs the deadlock with the settings of the build; returns what it prints. */
  private static String run(Map<String, String> settings, List<Throwable> failures) {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      LauncherFactory.create().execute(
          LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Deadlock.class))
              .configurationParameters(settings).build(),
          new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
              result.getThrowable().ifPresent(failures::add);
            }
          });
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** Two threads that hold what the other one wants. */
  static class Deadlock {
    private final CountDownLatch held = new CountDownLatch(2);

    @Test
    void two_threads_want_what_the_other_one_holds() {
      Object one = new Object();
      Object other = new Object();
      Thread.currentThread().setName("one of two");
      Thread.ofPlatform().name("the other one").daemon().start(() -> holdAndWant(other, one));
      holdAndWant(one, other);
    }

    private void holdAndWant(Object first, Object second) {
      synchronized (first) {
        held.countDown();
        try {
          held.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        synchronized (second) {
          held.countDown();
        }
      }
    }
  }

  /** What JUnit was told from outside of the tests. */
  private static final class BuildSettings implements BeforeEachCallback {
    final Map<String, String> given = new HashMap<>();

    @Override
    public void beforeEach(ExtensionContext context) {
      for (String name : List.of(LIMIT, THREAD, DUMP)) {
        given.put(name, context.getConfigurationParameter(name).orElseThrow(() -> new AssertionError(
            "The root pom gives " + name + " to every test. Run this one with Maven.")));
      }
    }
  }
}
