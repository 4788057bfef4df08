package dev.cairn.impl.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.impl.Patience;
import dev.cairn.spi.PlacementConfig.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lease that a placement is given. */
@Timeout(60)
class LeaseTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Nodes nodes = new Nodes(2);
  private Lease one;
  private Lease other;

  @BeforeEach
  void open() {
    one = nodes.hub.nodes.get(0).config.leases().orElseThrow().apply("ours");
    other = nodes.hub.nodes.get(1).config.leases().orElseThrow().apply("ours");
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  @Test
  void one_owner_has_it_until_it_is_given_back() {
    assertEquals(Optional.empty(), other.owner());
    assertTrue(one.take("a", LONG));
    assertEquals(Optional.of("a"), other.owner());
    assertTrue(nodes.hub.nodes.get(1).config.leases().orElseThrow().apply("another").take("b", LONG));
    assertFalse(other.take("b", LONG));
    assertTrue(one.take("a", LONG), "it is extended");
    other.give("b");
    assertFalse(other.take("b", LONG), "only the owner gives it back");
    one.give("a");
    assertEquals(Optional.empty(), one.owner());
    assertTrue(other.take("b", LONG));
    assertFalse(one.take("a", LONG));
  }

  @Test
  void one_that_is_not_taken_again_for_its_time_goes_to_who_wants_it() {
    assertTrue(one.take("a", Duration.ofMillis(50)));
    assertFalse(other.take("b", LONG), "its time begins when it is first seen");
    Patience.until(() -> other.take("b", LONG));
    assertFalse(one.take("a", LONG));
  }

  @Test
  void of_many_who_take_it_at_once_at_most_one_gets_it_each_time() {
    for (int round = 0; round < 20; round++) {
      List<String> owners = new CopyOnWriteArrayList<>();
      List<Thread> takers = IntStream.range(0, 6).mapToObj(each -> Thread.ofVirtual().start(() -> {
        if ((each % 2 == 0 ? one : other).take("owner " + each, LONG)) {
          owners.add("owner " + each);
        }
      })).toList();
      takers.forEach(Patience::join);
      assertTrue(owners.size() <= 1, owners.toString());
      owners.forEach(one::give);
    }
    assertTrue(one.take("last", LONG));
    assertEquals(0, nodes.systems.get(0).log("main").stored(nodes.systems.get(0).log("main").start(), 1_000).events()
        .stream().filter(event -> event.actorType().contains("lease")).count(), "no reader sees it");
  }
}
