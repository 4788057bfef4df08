package dev.cairn.pekko.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.scalatest.Args;
import org.scalatest.Reporter;
import org.scalatest.Suite;
import org.scalatest.events.Event;
import org.scalatest.events.SuiteAborted;
import org.scalatest.events.TestCanceled;
import org.scalatest.events.TestFailed;
import org.scalatest.events.TestIgnored;
import org.scalatest.events.TestPending;
import org.scalatest.events.TestSucceeded;

/** A run of a suite of ScalaTest, and what came of it. What did not run counts as a failure. */
@SuppressWarnings("serial") // ScalaTest lets its reporters be serializable
final class KitRun implements Reporter {
  private final AtomicInteger passed = new AtomicInteger();
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

  private KitRun() {}

  static KitRun of(Suite suite) {
    KitRun run = new KitRun();
    suite.run(scala.Option.empty(), args(run)).waitUntilCompleted();
    return run;
  }

  private static Args args(Reporter reporter) {
    return new Args(reporter, Args.$lessinit$greater$default$2(), Args.$lessinit$greater$default$3(),
        Args.$lessinit$greater$default$4(), Args.$lessinit$greater$default$5(), Args.$lessinit$greater$default$6(),
        Args.$lessinit$greater$default$7(), Args.$lessinit$greater$default$8(), Args.$lessinit$greater$default$9(),
        Args.$lessinit$greater$default$10());
  }

  @Override
  public void apply(Event event) {
    switch (event) {
      case TestSucceeded success -> passed.incrementAndGet();
      case TestFailed failed -> failures.add(failed.testName() + ": " + failed.message());
      case TestCanceled canceled -> failures.add(canceled.testName() + " was canceled");
      case TestIgnored ignored -> failures.add(ignored.testName() + " was ignored");
      case TestPending pending -> failures.add(pending.testName() + " is pending");
      case SuiteAborted aborted -> failures.add("The suite was aborted: " + aborted.message());
      default -> {}
    }
  }

  int passed() {
    return passed.get();
  }

  String failures() {
    return String.join("\n", failures);
  }
}
