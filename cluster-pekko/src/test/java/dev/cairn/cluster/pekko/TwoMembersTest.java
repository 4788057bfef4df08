package dev.cairn.cluster.pekko;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cluster.pekko.TestMember.Settings;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of two processes neither is a majority, so a lease of the location decides. */
@Timeout(180)
final class TwoMembersTest {

  @Test
  void exactly_one_of_two_goes_on_and_has_all_slices() throws Exception {
    try (TcpProxy toA = new TcpProxy(new InetSocketAddress("127.0.0.21", TestMember.freePort()));
        TcpProxy toB = new TcpProxy(new InetSocketAddress("127.0.0.22", TestMember.freePort()))) {
      Settings settings = new Settings(toA.port(), Map.of("downing", "lease-majority"));
      var leases = new MemoryLeases();
      try (TestMember a = new TestMember("a", new CopyOnWriteArrayList<>());
          TestMember b = new TestMember("b", new CopyOnWriteArrayList<>())) {
        a.open("two", settings.behind(toA), leases);
        b.open("two", settings.behind(toB), leases);
        TestMember.await("both have slices", () -> a.slices() + b.slices() == TestMember.SLICES && b.slices() > 0);
        TestMember.await("both confirm each other", () -> a.isConfirmed() && b.isConfirmed());
        toA.cut(source -> true);
        toB.cut(source -> true);
        TestMember.await("both doubt", () -> a.unsure && b.unsure);
        assertFalse(a.isConfirmed() || b.isConfirmed(), "the lease has not decided yet");
        TestMember.await("one has given up", () -> a.lost.isDone() || b.lost.isDone());
        TestMember.await("the other one has all slices", () -> Stream.of(a, b)
            .anyMatch(process -> process.slices() == TestMember.SLICES));
        TestMember.await("the other one is confirmed", () -> a.isConfirmed() || b.isConfirmed());
        assertEquals(1, List.of(a, b).stream().filter(process -> process.lost.isDone()).count());
        toA.cut(source -> false);
        toB.cut(source -> false);
      }
    }
  }
}
