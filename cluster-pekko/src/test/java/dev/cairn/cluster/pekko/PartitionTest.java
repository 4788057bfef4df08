package dev.cairn.cluster.pekko;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cluster.pekko.TestMember.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens when a process can be reached no more. */
@Timeout(180)
final class PartitionTest {

  @Test
  void a_process_that_is_cut_off_is_doubted_then_lost_and_its_slices_go_to_the_others() throws Exception {
    try (TcpProxy toA = cable(11); TcpProxy toB = cable(12); TcpProxy toC = cable(13)) {
      Settings settings = new Settings(toA.port(), Map.of("stable-after-millis", "8000"));
      Predicate<String> fromC = "127.0.0.13"::equals;
      try (TestMember a = TestMember.join("a", "cut", settings.behind(toA));
          TestMember b = TestMember.join("b", "cut", settings.behind(toB));
          TestMember c = TestMember.join("c", "cut", settings.behind(toC))) {
        TestMember.await("each has its slices", () -> a.slices() + b.slices() + c.slices() == TestMember.SLICES
            && Math.min(a.slices(), Math.min(b.slices(), c.slices())) >= 4);
        TestMember.await("all confirm each other", () -> a.isConfirmed() && b.isConfirmed() && c.isConfirmed());
        cut(fromC, toA, toB);
        cut(source -> true, toC);
        TestMember.await("a and c doubt", () -> a.unsure && c.unsure);
        TestMember.await("most of them confirm each other", () -> a.isConfirmed() && b.isConfirmed());
        assertFalse(c.isConfirmed(), "it is alone");
        assertTrue(a.placement.members().stream().anyMatch(member -> !member.reachable()));
        cut(source -> false, toA, toB, toC);
        TestMember.await("nobody doubts", () -> !a.unsure && !b.unsure && !c.unsure);
        assertFalse(c.lost.isDone());
        TestMember.await("all of them confirm c", c::isConfirmed);
        cut(fromC, toA, toB);
        cut(source -> true, toC);
        String reason = c.lost.get(60, TimeUnit.SECONDS);
        assertTrue(reason.contains("no longer a member"), reason);
        assertEquals(0, c.slices());
        assertFalse(c.isConfirmed());
        TestMember.await("two have all slices", () -> a.slices() + b.slices() == TestMember.SLICES);
        TestMember.await("nobody doubts any more", () -> !a.unsure && !b.unsure);
        assertFalse(a.lost.isDone() || b.lost.isDone());
        cut(source -> false, toA, toB, toC);
      }
    }
  }

  private static TcpProxy cable(int number) throws IOException {
    return new TcpProxy(new InetSocketAddress("127.0.0." + number, TestMember.freePort()));
  }

  private static void cut(Predicate<String> sources, TcpProxy... cables) {
    for (TcpProxy cable : cables) {
      cable.cut(sources);
    }
  }
}
