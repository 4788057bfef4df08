package dev.cairn.impl.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many lines may stand in the log. */
class LogAllowanceTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final LogAllowance allowance = new LogAllowance(-5);

  private void use() {
    for (int i = 0; i < LogAllowance.LINES; i++) {
      assertEquals(OptionalLong.of(0), allowance.take(0), "line " + i);
    }
  }

  @Test
  void what_comes_beyond_it_is_counted_and_told_with_the_first_line_of_the_next_minute() {
    use();
    assertEquals(OptionalLong.empty(), allowance.take(1));
    assertEquals(OptionalLong.empty(), allowance.take(MINUTE - 6));
    assertEquals(OptionalLong.of(2), allowance.take(MINUTE - 5));
    assertEquals(OptionalLong.of(0), allowance.take(MINUTE));
  }

  @Test
  void a_minute_without_too_much_leaves_nothing_to_tell() {
    use();
    assertEquals(OptionalLong.of(0), allowance.take(2 * MINUTE));
  }
}
