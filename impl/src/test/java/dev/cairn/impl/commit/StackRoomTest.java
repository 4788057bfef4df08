package dev.cairn.impl.commit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How much of a stack the check takes. */
class StackRoomTest {
  private static final int STACK_BYTES = 4 << 20;
  private static final int LEAST_BYTES = 256;

  /** How many levels find room on a stack of its own. */
  private static int deepest() {
    CompletableFuture<Integer> deepest = new CompletableFuture<>();
    new Thread(null, () -> {
      int holds = 0;
      int overflows = STACK_BYTES / LEAST_BYTES + StackRoom.LEVELS;
      while (holds + 1 < overflows) {
        int levels = (holds + overflows) >>> 1;
        try {
          StackRoom.down(0, levels, new long[60]);
          holds = levels;
        } catch (StackOverflowError e) {
          overflows = levels;
        }
      }
      deepest.complete(holds);
    }, "deep", STACK_BYTES).start();
    return deepest.join();
  }

  @Test
  void each_level_takes_its_part_of_the_stack_also_when_it_is_compiled() {
    assertTrue(deepest() <= STACK_BYTES / LEAST_BYTES);
    for (int i = 0; i < 50_000; i++) {
      StackRoom.require();
    }
    assertTrue(deepest() <= STACK_BYTES / LEAST_BYTES);
  }
}
