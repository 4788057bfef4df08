package dev.cairn.impl.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.impl.Patience;
import dev.cairn.impl.place.Alarm.Cancel;
import dev.cairn.impl.place.Alarm.Look;
import dev.cairn.impl.place.Alarm.Set;
import dev.cairn.spi.StreamKey;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Durable timers of actors that a placement puts into several processes. The first process keeps the index. */
@Timeout(60)
class PlacedTimersTest {
  private final Nodes nodes = new Nodes(0);

  PlacedTimersTest() {
    IntStream.range(0, 2).forEach(each -> nodes.add(builder -> builder, Map.of(), List.of(Alarm.TYPE)));
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private static int slice(String id) {
    return Slices.of(new StreamKey("main", "alarm", id), Hub.SLICES);
  }

  private void moveToTheSecond(String id) {
    nodes.hub.move(slice(id), nodes.hub.nodes.get(1));
  }

  private boolean has(int system, String id) {
    return nodes.systems.get(system).actors().stream().anyMatch(each -> each.actor().path().equals("/alarm/" + id));
  }

  private List<String> rung(String id) {
    return Alarm.of(nodes.systems.get(0), id).ask(new Look()).texts();
  }

  private void awaitRung(String id, String... texts) {
    Patience.until(() -> rung(id).size() >= texts.length);
    assertEquals(List.of(texts), rung(id));
  }

  @Test
  void a_timer_wakes_its_actor_in_the_process_where_the_placement_runs_it() {
    Alarm.of(nodes.systems.get(0), "1").ask(new Set("a", 400, "a"));
    moveToTheSecond("1");
    assertFalse(has(1, "1"));
    Patience.until(() -> has(1, "1"));
    assertFalse(has(0, "1"));
    awaitRung("1", "a");
  }

  @Test
  void a_timer_of_an_actor_that_is_in_memory_fires_there_without_a_letter() {
    moveToTheSecond("1");
    Alarm.of(nodes.systems.get(0), "1").ask(new Set("a", 300, "a"));
    nodes.hub.silent = true;
    Patience.until(() -> Alarm.of(nodes.systems.get(1), "1").ask(new Look()).texts().equals(List.of("a")));
    nodes.hub.silent = false;
    assertTrue(has(1, "1"));
  }

  @Test
  void a_timer_is_replaced_and_cancelled_by_its_name_in_whatever_process_the_actor_is() {
    Alarm.of(nodes.systems.get(0), "1").ask(new Set("a", 300, "first"));
    Alarm.of(nodes.systems.get(0), "1").ask(new Set("b", 300, "cancelled"));
    moveToTheSecond("1");
    assertTrue(Alarm.of(nodes.systems.get(0), "1").ask(new Cancel("b")));
    Alarm.of(nodes.systems.get(1), "1").ask(new Set("a", 600, "second"));
    Alarm.of(nodes.systems.get(1), "1").ask(new Set("c", 900, "third"));
    awaitRung("1", "second", "third");
  }

  @Test
  void when_the_process_that_keeps_the_index_has_closed_another_one_keeps_it() {
    Alarm.of(nodes.systems.get(0), "1").ask(new Set("a", 300, "a"));
    nodes.systems.get(0).close();
    Patience.until(() -> has(1, "1"));
    Patience.until(() -> Alarm.of(nodes.systems.get(1), "1").ask(new Look()).texts().equals(List.of("a")));
  }
}
