package dev.cairn.cluster.pekko;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cluster.pekko.TestMember.Settings;
import dev.cairn.spi.Placement.Member;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to slices when processes come and go in order. */
@Timeout(180)
final class MovesTest {

  @Test
  void a_slice_moves_only_when_its_release_has_ended_and_no_letter_fails_meanwhile() throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    Settings settings = Settings.ofOneSeed();
    try (TestMember a = new TestMember("a", order); TestMember b = new TestMember("b", order);
        TestMember c = new TestMember("c", order)) {
      a.open("moves", settings.seed());
      a.releaseTakes = Duration.ofMillis(200);
      b.releaseTakes = Duration.ofMillis(200);
      TestMember.await("a has all slices", () -> a.slices() == TestMember.SLICES);
      var asking = Asking.start(a);
      b.open("moves", settings.another());
      c.open("moves", settings.another());
      TestMember.await("each has slices", () -> b.slices() > 0 && c.slices() > 0
          && a.slices() + b.slices() + c.slices() == TestMember.SLICES);
      TestMember.await("all know who has which", () -> IntStream.range(0, TestMember.SLICES)
          .boxed().collect(Collectors.toSet()).equals(known(c)));
      b.placement.close();
      TestMember.await("two have all slices", () -> a.slices() + c.slices() == TestMember.SLICES);
      TestMember.await("two are left", () -> a.placement.members().size() == 2);
      assertEquals(List.of(), asking.failures());
      assertTrue(b.placement.members().isEmpty());
    }
    assertOneHomeAtATime(order);
  }

  private static Set<Integer> known(TestMember process) {
    return process.placement.members().stream().filter(Member::reachable).flatMap(member -> member.slices().stream())
        .collect(Collectors.toSet());
  }

  private static void assertOneHomeAtATime(List<String> order) {
    for (int slice = 0; slice < TestMember.SLICES; slice++) {
      String middle = " " + slice + " ";
      List<String> steps = order.stream().filter(step -> step.contains(middle)).toList();
      assertFalse(steps.isEmpty());
      for (int i = 0; i < steps.size(); i++) {
        String expected = List.of("gained", "release", "released").get(i % 3) + middle
            + steps.get(i - i % 3).substring(steps.get(i - i % 3).lastIndexOf(' ') + 1);
        assertEquals(expected, steps.get(i), () -> "" + steps);
      }
      assertEquals(0, steps.size() % 3, () -> "" + steps);
    }
  }

  /** Asks each slice in turn until it is stopped. */
  private static final class Asking {
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;
    private final Thread thread;

    private Asking(TestMember process) {
      thread = Thread.ofVirtual().start(() -> {
        for (int i = 0; !stopped; i++) {
          try {
            process.ask(i % TestMember.SLICES, "now");
            TimeUnit.MILLISECONDS.sleep(2);
          } catch (Exception e) {
            failures.add(e.toString());
          }
        }
      });
    }

    static Asking start(TestMember process) {
      return new Asking(process);
    }

    List<String> failures() throws InterruptedException {
      stopped = true;
      thread.join();
      return failures;
    }
  }
}
