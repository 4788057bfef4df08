package dev.cairn.impl.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.EventLog.Following;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.Patience;
import dev.cairn.impl.place.Purse.Add;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader that every process follows runs in one of them. */
@Timeout(60)
class PlacedReadersTest {
  private static final int SLICE = Slices.ofReader("main", "sums", Hub.SLICES);

  private final Nodes nodes = new Nodes(3);
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  private record Seen(int system, long sequence) {}

  @AfterEach
  void close() {
    nodes.close();
  }

  private EventLog log(int system) {
    return nodes.systems.get(system).log("main");
  }

  private List<Following> follow() {
    return IntStream.range(0, 3).mapToObj(system -> log(system).follow("sums", new EventHandler() {
      @Override
      public void event(LoggedEvent event) {
        seen.add(new Seen(system, event.sequence()));
      }
    })).toList();
  }

  private void add(int count) {
    int before = seen.size();
    IntStream.range(0, count).forEach(each -> nodes.purse(each % 3, "1").ask(new Add(1)));
    Patience.until(() -> seen.size() >= before + count);
  }

  @Test
  void a_reader_runs_where_its_slice_is_and_goes_on_where_that_moves() {
    List<Following> all = follow();
    add(5);
    nodes.hub.move(SLICE, nodes.hub.nodes.get(2));
    add(5);
    nodes.hub.move(SLICE, nodes.hub.nodes.get(1));
    add(5);
    assertEquals(LongStream.rangeClosed(1, 15).boxed().toList(), seen.stream().map(Seen::sequence).toList());
    assertEquals(List.of(0, 2, 1), seen.stream().map(Seen::system).distinct().toList());
    assertNotEquals(log(0).start(), all.get(2).offset());
    assertTrue(all.stream().allMatch(each -> each.trouble().isEmpty()));
  }

  @Test
  void a_system_that_closes_leaves_its_readers_to_the_others() {
    follow();
    add(3);
    nodes.systems.get(0).close();
    nodes.purse(1, "1").ask(new Add(1));
    Patience.until(() -> seen.stream().anyMatch(each -> each.sequence() == 4));
    assertTrue(seen.getLast().system() > 0);
  }

  @Test
  void a_reader_that_is_closed_here_does_not_begin_here_any_more() {
    List<Following> all = follow();
    add(1);
    all.get(1).close();
    nodes.hub.move(SLICE, nodes.hub.nodes.get(1));
    nodes.purse(0, "1").ask(new Add(1));
    nodes.hub.move(SLICE, nodes.hub.nodes.get(2));
    Patience.until(() -> seen.size() == 2);
    assertEquals(List.of(new Seen(0, 1), new Seen(2, 2)), seen);
    log(1).follow("sums", event -> {
    });
  }

  @Test
  void a_reader_that_keeps_its_own_offset_is_refused() {
    StoreRefused refused = assertThrows(StoreRefused.class, () -> log(0).follow("own", log(0).start(), event -> {
    }));
    assertTrue(refused.getMessage().contains("own"), refused.getMessage());
  }
}
