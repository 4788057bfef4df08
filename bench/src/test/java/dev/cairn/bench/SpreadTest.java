package dev.cairn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SpreadTest {

  @Test
  void the_median_of_an_odd_number_of_rounds_is_one_of_them() {
    assertEquals(new Spread(2, 1, 9), Spread.of(List.of(9, 1, 2), Integer::doubleValue));
  }

  @Test
  void the_median_of_an_even_number_of_rounds_lies_between_two() {
    assertEquals(new Spread(2.5, 1, 9), Spread.of(List.of(9, 2, 1, 3), Integer::doubleValue));
  }

  @Test
  void there_is_no_median_of_nothing() {
    assertThrows(IllegalArgumentException.class, () -> Spread.of(List.<Integer>of(), Integer::doubleValue));
  }
}
