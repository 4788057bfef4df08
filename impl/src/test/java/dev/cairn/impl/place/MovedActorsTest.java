package dev.cairn.impl.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.CairnListener.Passivated;
import dev.cairn.api.CairnListener;
import dev.cairn.api.PersistFailed;
import dev.cairn.impl.Patience;
import dev.cairn.impl.place.Purse.Add;
import dev.cairn.impl.place.Purse.Content;
import dev.cairn.impl.place.Purse.Later;
import dev.cairn.impl.place.Purse.Look;
import dev.cairn.impl.place.Purse.Order;
import dev.cairn.impl.place.Purse.Stash;
import dev.cairn.impl.place.Purse.Wait;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Slices that move while their actors work, and processes that do not know it yet. */
@Timeout(60)
@ResourceLock("Purse.gate")
class MovedActorsTest {
  private final Nodes nodes = new Nodes(2);
  private final ActorRef<Order<?>> from0 = nodes.purse(0, "1");
  private final ActorRef<Order<?>> from1 = nodes.purse(1, "1");

  @AfterEach
  void close() {
    Purse.gate.countDown();
    nodes.close();
  }

  private void move(String id, int to) {
    nodes.hub.move(Nodes.slice(id), nodes.hub.nodes.get(to));
  }

  @Test
  void no_ask_fails_while_slices_move_under_load() {
    Map<String, AtomicLong> added = new ConcurrentHashMap<>();
    AtomicBoolean over = new AtomicBoolean();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    List<Thread> askers = IntStream.range(0, 8).mapToObj(each -> Thread.ofVirtual().start(() -> {
      for (int i = 0; !over.get(); i++) {
        String id = String.valueOf(i % 20);
        try {
          nodes.purse(each % 2, id).ask(new Add(1));
          added.computeIfAbsent(id, key -> new AtomicLong()).incrementAndGet();
        } catch (RuntimeException e) {
          failures.add(e);
        }
      }
    })).toList();
    for (int round = 0; round < 3 || added.size() < 20; round++) {
      for (int slice = 0; slice < Hub.SLICES; slice++) {
        nodes.hub.move(slice, nodes.hub.nodes.get((slice + round) % 2));
      }
    }
    over.set(true);
    askers.forEach(Patience::join);
    assertEquals(List.of(), failures);
    added.forEach((id, sum) -> assertEquals(new Content(sum.get(), sum.get()), nodes.purse(0, id).ask(new Look())));
  }

  @Test
  void an_actor_that_moves_handles_what_it_has_keeps_its_promises_and_leaves_memory() throws Exception {
    Purse.gate = new CountDownLatch(1);
    Purse.atGate = new CountDownLatch(1);
    CompletableFuture<Long> stashed = from0.askAsync(new Stash());
    CompletableFuture<Long> later = from0.askAsync(new Later(5));
    CompletableFuture<Long> waits = from1.askAsync(new Wait());
    CompletableFuture<Long> behind = from1.askAsync(new Add(3));
    Patience.await(Purse.atGate);
    CompletableFuture<Void> moved = CompletableFuture.runAsync(() -> move("1", 1));
    Patience.until(() -> !nodes.hub.nodes.get(0).here(Nodes.slice("1")));
    CompletableFuture<Long> after = from0.askAsync(new Add(4));
    assertFalse(waits.isDone() || moved.isDone());
    Purse.gate.countDown();
    moved.get();
    assertEquals(List.of(5L, 0L, 3L, 7L),
        List.of(later.get(), waits.get(), behind.get(), after.get()));
    assertFalse(nodes.has(0, "1"), "a timer does not keep it");
    assertTrue(nodes.has(1, "1"));
    assertFalse(stashed.isDone(), "what was stashed is stashed in its new place");
    assertEquals(7, from1.ask(new Stash()));
  }

  @Test
  void an_actor_that_leaves_says_that_it_has_moved() {
    List<Passivated> heard = new CopyOnWriteArrayList<>();
    nodes.add(builder -> builder.listener(new CairnListener() {
      @Override
      public void passivated(Passivated event) {
        heard.add(event);
      }
    }), Map.of(), List.of(Purse.TYPE));
    move("1", 2);
    from0.ask(new Add(1));
    move("1", 0);
    assertEquals(List.of(new Passivated("/purse/1", Passivated.Reason.MOVED)), heard);
    assertEquals(1, from1.ask(new Look()).total());
  }

  @Test
  void who_was_overtaken_answers_nothing_from_memory_once_it_is_in_doubt() {
    int slice = Nodes.slice("1");
    from0.ask(new Add(1));
    nodes.hub.nodes.get(0).stubborn.add(slice);
    nodes.hub.take(slice, nodes.hub.nodes.get(1));
    assertEquals(11, from1.ask(new Add(10)));
    nodes.hub.nodes.forEach(each -> each.receiver.doubt(true));
    assertEquals(11, from0.ask(new Look()).total(), "it looks, and sends the command on");
    assertEquals(111, from1.ask(new Add(100)), "the other one has its claim still");
    assertEquals(111, from0.ask(new Look()).total(), "each command looks while there is doubt");
    nodes.hub.nodes.forEach(each -> each.receiver.doubt(false));
    nodes.hub.nodes.get(0).stubborn.clear();
    assertEquals(new Content(111, 3), from0.ask(new Look()));
  }

  @Test
  void who_was_overtaken_and_learns_of_it_sends_the_command_on() {
    int slice = Nodes.slice("1");
    from0.ask(new Add(1));
    nodes.hub.nodes.get(0).stubborn.add(slice);
    nodes.hub.take(slice, nodes.hub.nodes.get(1));
    from1.ask(new Add(10));
    assertThrows(PersistFailed.class, () -> from0.ask(new Add(100)), "the log fences it");
    nodes.hub.nodes.get(0).stubborn.clear();
    assertEquals(12, from0.ask(new Add(1)));
    Patience.until(() -> !nodes.has(0, "1"));
  }

  @Test
  void a_letter_that_comes_after_its_slice_has_left_is_sent_again_and_not_executed_twice() {
    int slice = Nodes.slice("1");
    from0.ask(new Add(1));
    nodes.hub.nodes.get(0).receiver.release(slice).toCompletableFuture().join();
    CompletableFuture<Long> asked = from1.askAsync(new Add(2));
    int before = nodes.hub.letters.get();
    Patience.until(() -> nodes.hub.letters.get() > before + 1);
    assertFalse(asked.isDone());
    nodes.hub.take(slice, nodes.hub.nodes.get(1));
    assertEquals(3, asked.join());
    assertEquals(new Content(3, 2), from0.ask(new Look()));
  }

  @Test
  void a_system_that_closes_leaves_its_actors_to_the_others() {
    from0.ask(new Add(1));
    CompletableFuture<Long> asked = from1.askAsync(new Add(2));
    nodes.systems.get(0).close();
    assertEquals(3, asked.join());
    assertEquals(new Content(3, 2), from1.ask(new Look()));
    assertTrue(nodes.has(1, "1"));
  }

  @Test
  void a_system_that_is_no_member_any_more_closes_itself() {
    nodes.hub.nodes.get(1).receiver.lost("The others have removed it. Start it again.");
    Patience.until(() -> {
      try {
        from1.ask(new Look());
        return false;
      } catch (ActorStopped e) {
        return true;
      }
    });
  }
}
