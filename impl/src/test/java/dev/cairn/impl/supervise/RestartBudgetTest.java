package dev.cairn.impl.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.Supervision;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How often an actor may fail. */
class RestartBudgetTest {
  private static final long SECOND = 1_000_000_000;
  private static final Supervision.Restart TERMS = Supervision.restart().limit(2, Duration.ofSeconds(10))
      .backoff(Duration.ofSeconds(1), Duration.ofSeconds(5), 0).thenStopAfter(4);

  private static RestartBudget budget() {
    return new RestartBudget(TERMS, () -> 0.5, 0);
  }

  @Test
  void so_many_in_a_window_come_at_once_and_then_pauses_double_up_to_the_longest() {
    RestartBudget budget = budget();
    assertEquals(0, budget.countFailure(0));
    assertEquals(0, budget.countFailure(0));
    assertEquals(SECOND, budget.countFailure(0));
    assertEquals(2 * SECOND, budget.countFailure(SECOND));
    assertEquals(4 * SECOND, budget.countFailure(3 * SECOND));
    assertEquals(5 * SECOND, budget.countFailure(7 * SECOND));
    assertEquals(RestartBudget.SPENT, budget.countFailure(8 * SECOND));
  }

  @Test
  void failures_that_are_far_apart_never_spend_it() {
    RestartBudget budget = budget();
    for (int i = 0; i < 100; i++) {
      assertEquals(0, budget.countFailure(i * 6 * SECOND));
    }
  }

  @Test
  void a_quiet_window_begins_anew() {
    RestartBudget budget = budget();
    for (int i = 0; i < 6; i++) {
      budget.countFailure(0);
    }
    assertEquals(0, budget.countFailure(10 * SECOND));
    assertEquals(0, budget.countFailure(10 * SECOND));
    assertEquals(SECOND, budget.countFailure(10 * SECOND));
  }

  @Test
  void jitter_varies_a_pause_in_both_directions() {
    Supervision.Restart varied = TERMS.limit(0, Duration.ofSeconds(10)).backoff(Duration.ofSeconds(1),
        Duration.ofSeconds(5), 0.2);
    assertEquals(SECOND * 0.8, new RestartBudget(varied, () -> 0, 0).countFailure(0), 1);
    assertEquals(SECOND * 1.2, new RestartBudget(varied, () -> 1, 0).countFailure(0), 1);
    assertTrue(new RestartBudget(TERMS.limit(0, Duration.ofSeconds(1)).thenStopAfter(0), () -> 1, 0)
        .countFailure(0) == RestartBudget.SPENT);
  }
}
