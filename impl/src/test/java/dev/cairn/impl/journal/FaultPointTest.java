package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.impl.journal.Faults.Moment;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every call of the backend in a short life of some actors fails once, before it, within it and after it. Whatever they
 * were told is true, and what comes back is explained by it. On disk each 15th call does, or each of
 * {@code -Dfault.stride=N}.
 */
class FaultPointTest {
  private static final int MORE_THAN_ALL = 200;
  private static final int STRIDE = Integer.getInteger("fault.stride", 15);

  @TempDir
  Path data;

  private int lives;
  private int halved;

  private interface Plan {
    void plan(Faults faults, int nth, Moment moment);
  }

  @ParameterizedTest
  @CsvSource({ "full,memory", "compacting,memory", "light,memory", "stateOnly,memory", "pipelined,memory",
      "compacting,sqlite", "stateOnly,sqlite", "pipelined,sqlite", "full,rocksdb", "light,rocksdb" })
  void what_is_told_is_true_wherever_the_store_fails(String policy, String backend) {
    for (Call call : Call.values()) {
      each(policy, backend, call, Duration.ofSeconds(10), (faults, nth, moment) -> faults.fail(call, nth, moment));
    }
    assertTrue(halved > 0 || !backend.equals("memory"), "no list of several commits ever failed within");
  }

  @ParameterizedTest
  @ValueSource(strings = { "compacting", "light", "pipelined" })
  void what_is_told_is_true_where_the_store_fails_and_does_not_come_back_in_time(String policy) {
    each(policy, "memory", Call.COMMIT, Duration.ofMillis(30),
        (faults, nth, moment) -> faults.failAndGo(Call.COMMIT, nth, moment));
  }

  private void each(String policy, String backend, Call call, Duration patience, Plan plan) {
    int stride = backend.equals("memory") ? 1 : STRIDE;
    for (Moment moment : Moment.values()) {
      int nth = 1;
      while (life(policy, backend, call, patience, plan, nth, moment)) {
        nth += stride;
        assertTrue(nth < MORE_THAN_ALL, "the planned failure of " + call + " never fails to come");
      }
      assertEquals(nth > 1, FaultPointLife.CALLS.contains(call), call + " is made in this life");
    }
  }

  /** Returns whether the failure came. */
  private boolean life(String policy, String backend, Call call, Duration patience, Plan plan, int nth,
      Moment moment) {
    FaultyProvider provider = FaultyProvider.of(backend);
    FaultPointLife life = new FaultPointLife(policy, provider, data.resolve("life" + ++lives), patience);
    plan.plan(provider.faults, nth, moment);
    try {
      life.live();
      boolean came = !provider.faults.pending(call);
      provider.faults.heal();
      life.end();
      halved += provider.faults.halved;
      return came;
    } catch (Throwable e) {
      throw new AssertionError(call + " number " + nth + " failing " + moment, e);
    }
  }
}
