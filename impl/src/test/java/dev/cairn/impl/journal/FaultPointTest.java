package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.impl.journal.Faults.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One call of the backend in a short life of some actors fails, before it, within it or after it. Whatever they were
 * told is true, and what comes back is explained by it. The first call does, then each fifth one in memory and
 * each 90th on disk, counted from one that differs from run to run, as long as a life has so many calls.
 * {@code -Dfault.stride=1} lets each call fail.
 */
@Execution(ExecutionMode.CONCURRENT)
class FaultPointTest {
  private static final int MORE_THAN_ALL = 200;
  private static final int IN_MEMORY = Integer.getInteger("fault.stride", 5);
  private static final int ON_DISK = Integer.getInteger("fault.stride", 90);

  @TempDir
  Path data;

  private int lives;
  private int mostCalls;
  private int halved;

  private interface Plan {
    void plan(Faults faults, int nth, Moment moment);
  }

  @ParameterizedTest
  @CsvSource({ "full,memory", "compacting,memory", "light,memory", "stateOnly,memory", "pipelined,memory",
      "directCompacting,memory", "directCompacting,sqlite", "compacting,sqlite", "stateOnly,sqlite",
      "pipelined,sqlite", "full,rocksdb", "light,rocksdb" })
  void what_is_told_is_true_wherever_the_store_fails(String policy, String backend) {
    for (Call call : Call.values()) {
      each(policy, backend, call, Duration.ofSeconds(10), (faults, nth, moment) -> faults.fail(call, nth, moment));
    }
    assertTrue(halved > 0 || !backend.equals("memory"), "no list of several commits ever failed within");
  }

  @ParameterizedTest
  @ValueSource(strings = { "compacting", "light", "pipelined", "direct" })
  void what_is_told_is_true_where_the_store_fails_and_does_not_come_back_in_time(String policy) {
    each(policy, "memory", Call.COMMIT, Duration.ofMillis(30),
        (faults, nth, moment) -> faults.failAndGo(Call.COMMIT, nth, moment));
  }

  private void each(String policy, String backend, Call call, Duration patience, Plan plan) {
    for (Moment moment : Moment.values()) {
      int stride = stride(backend, moment);
      int nth = 1;
      mostCalls = 1;
      while (nth <= mostCalls && life(policy, backend, call, patience, plan, nth, moment)) {
        nth += nth == 1 ? 1 + ThreadLocalRandom.current().nextInt(stride) : stride;
        assertTrue(nth < MORE_THAN_ALL, "the planned failure of " + call + " never fails to come");
      }
      assertEquals(nth > 1, FaultPointLife.calls(policy).contains(call), call + " is made in this life");
    }
  }

  /** Few commits have a middle, and none of them is left out in memory. */
  private static int stride(String backend, Moment moment) {
    if (!backend.equals("memory")) {
      return ON_DISK;
    }
    return moment == Moment.MIDDLE ? 1 : IN_MEMORY;
  }

  /** Returns whether the failure came. */
  private boolean life(String policy, String backend, Call call, Duration patience, Plan plan, int nth,
      Moment moment) {
    FaultyProvider provider = FaultyProvider.of(backend);
    if ((policy.equals("pipelined") || policy.startsWith("direct")) && backend.equals("memory")) {
      provider.waiting(); // in memory too several commits of an actor are under way
    }
    FaultPointLife life = new FaultPointLife(policy, provider, data.resolve("life" + ++lives), patience);
    plan.plan(provider.faults, nth, moment);
    try {
      life.live();
      boolean came = !provider.faults.pending(call);
      mostCalls = Math.max(mostCalls, provider.faults.count(call));
      provider.faults.heal();
      life.end();
      halved += provider.faults.halved;
      return came;
    } catch (Throwable e) {
      throw new AssertionError(call + " number " + nth + " failing " + moment, e);
    }
  }
}
