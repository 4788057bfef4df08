package dev.cairn.impl.commit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
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

  @Test
  void a_full_stack_is_found_unless_a_call_has_just_begun_on_an_empty_one() {
    assertTrue(onAFullStack(() -> {
      boolean passed = false;
      for (int i = 0; i < 1_000 && !passed; i++) {
        StackRoom.beginCall(); // this thread may lose its processor after it, but not each time
        passed = isFree();
      }
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < 20_000) {
        Thread.onSpinWait();
      }
      return passed && !isFree();
    }));
  }

  @Test
  void a_full_stack_is_found_on_a_thread_where_no_call_has_begun() {
    assertTrue(onAFullStack(() -> !isFree()));
  }

  private static boolean isFree() {
    try {
      StackRoom.requireInCall();
      return true;
    } catch (StackOverflowError e) {
      return false;
    }
  }

  /** Runs a test with some stack, but not with as much as is required, compiled or not. */
  private static boolean onAFullStack(BooleanSupplier test) {
    CompletableFuture<Boolean> passed = new CompletableFuture<>();
    new Thread(null, () -> passed.complete(fill(test)), "full", STACK_BYTES).start();
    return passed.join();
  }

  private static boolean fill(BooleanSupplier test) {
    try {
      StackRoom.down(0, StackRoom.LEVELS / 8, new long[60]);
    } catch (StackOverflowError e) {
      return test.getAsBoolean();
    }
    return fill(test);
  }
}
