package dev.cairn.impl.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.PersistFailed;
import dev.cairn.impl.Patience;
import dev.cairn.impl.place.Purse.Add;
import dev.cairn.impl.place.Purse.Content;
import dev.cairn.impl.place.Purse.Look;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that the others have removed, and that does not know it yet: the placement confirms nothing to it. */
@Timeout(60)
class OvertakenProcessTest {
  private final Nodes nodes = new Nodes(2);
  private final Hub.Node stale = nodes.hub.nodes.get(0);
  private final Hub.Node owner = nodes.hub.nodes.get(1);

  @AfterEach
  void close() {
    nodes.close();
  }

  /** The other process gets the slice of an actor, and this one still takes it for its own. */
  private void overtake(String id) {
    stale.stubborn.add(Nodes.slice(id));
    nodes.hub.take(Nodes.slice(id), owner);
  }

  /** As after a pause: nobody is in doubt any more, and what was read before may be old. */
  private static void wake(Hub.Node node) {
    node.receiver.doubt(true);
    node.receiver.doubt(false);
  }

  @Test
  void a_process_that_wakes_up_takes_no_actor_back_so_the_new_owner_gives_no_old_answer() {
    nodes.purse(0, "was in memory").ask(new Add(1));
    nodes.purse(0, "was not").ask(new Add(1));
    nodes.hub.move(Nodes.slice("was not"), owner);
    overtake("was in memory");
    overtake("was not");
    for (String id : new String[] { "was in memory", "was not" }) {
      assertEquals(11, nodes.purse(1, id).ask(new Add(10)));
    }
    wake(stale);
    for (String id : new String[] { "was in memory", "was not" }) {
      assertEquals(111, nodes.purse(0, id).ask(new Add(100)), "it is sent on");
      assertEquals(new Content(111, 3), nodes.purse(1, id).ask(new Look()), "from memory, which has all");
      Patience.until(() -> !nodes.has(0, id));
    }
  }

  @Test
  void a_claim_that_came_too_late_is_not_used() {
    stale.onConfirm = () -> {
      stale.onConfirm = () -> {
      };
      overtake("1");
      assertEquals(10, nodes.purse(1, "1").ask(new Add(10)));
      wake(stale); // between what was confirmed and the claim
    };
    assertEquals(new Content(10, 1), nodes.purse(0, "1").ask(new Look()), "the new owner has answered");
    assertThrows(PersistFailed.class, () -> nodes.purse(1, "1").ask(new Add(5)), "the late claim fences it");
    assertEquals(15, nodes.purse(1, "1").ask(new Add(5)));
    assertEquals(new Content(15, 2), nodes.purse(0, "1").ask(new Look()));
    assertFalse(nodes.has(0, "1"));
  }

  @Test
  void who_is_cut_off_begins_no_actor_and_goes_on_with_those_that_nobody_has_taken() {
    nodes.purse(0, "1").ask(new Add(1));
    stale.cutOff = true;
    stale.receiver.doubt(true);
    int before = stale.confirmations.get();
    CompletableFuture<Long> asked = nodes.purse(0, "2").askAsync(new Add(2));
    assertEquals(new Content(1, 1), nodes.purse(0, "1").ask(new Look()));
    assertEquals(4, nodes.purse(0, "1").ask(new Add(3)));
    Patience.until(() -> stale.confirmations.get() > before + 2);
    assertFalse(asked.isDone());
    stale.cutOff = false;
    assertEquals(2, asked.join());
    assertEquals(new Content(2, 1), nodes.purse(1, "2").ask(new Look()), "it was executed once");
  }

  @Test
  void who_was_overtaken_asks_before_its_next_claim_and_who_was_not_asks_once() {
    for (int id = 0; id < 10; id++) {
      nodes.purse(0, "a" + id).ask(new Add(1));
    }
    assertEquals(1, stale.confirmations.get());
    overtake("a0");
    nodes.purse(1, "a0").ask(new Add(10));
    assertThrows(PersistFailed.class, () -> nodes.purse(0, "a0").ask(new Add(100)), "the log fences it");
    assertEquals(111, nodes.purse(0, "a0").ask(new Add(100)));
    assertEquals(111, nodes.purse(1, "a0").ask(new Look()).total());
    assertTrue(stale.confirmations.get() > 1);
  }
}
