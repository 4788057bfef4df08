package dev.cairn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RatioTest {
  private static final Cell OVER = Workload.W1.by(new RawSqlite("NORMAL"));
  private static final Cell UNDER = Workload.W1.by(new RawSqlite("FULL"));
  private static final Ratio RATIO = new Ratio("normal over full", OVER, UNDER);

  @Test
  void a_ratio_is_taken_inside_each_round() {
    var rounds = List.of(round(10, 1), round(300, 100), round(20, 10));
    assertEquals(Optional.of(new Spread(3, 2, 10)), RATIO.of(rounds));
  }

  @Test
  void there_is_no_ratio_without_both_cells() {
    assertEquals(Optional.empty(), RATIO.of(List.of(Map.of(OVER, sample(1)))));
  }

  private static Map<Cell, Sample> round(double over, double under) {
    return Map.of(OVER, sample(over), UNDER, sample(under));
  }

  private static Sample sample(double eventsPerSecond) {
    return new Sample(eventsPerSecond, 0, 0, 0);
  }
}
