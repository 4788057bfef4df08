package dev.cairn.impl.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorElsewhere;
import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.Answer;
import dev.cairn.api.AskTimeout;
import dev.cairn.api.Refused;
import dev.cairn.api.StoreRefused;
import dev.cairn.api.TypeRefused;
import dev.cairn.api.WrongVersion;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Patience;
import dev.cairn.impl.place.Purse.Add;
import dev.cairn.impl.place.Purse.Coin;
import dev.cairn.impl.place.Purse.Content;
import dev.cairn.impl.place.Purse.Echo;
import dev.cairn.impl.place.Purse.Fail;
import dev.cairn.impl.place.Purse.Look;
import dev.cairn.impl.place.Purse.Nothing;
import dev.cairn.impl.place.Purse.Order;
import dev.cairn.impl.place.Purse.Reason;
import dev.cairn.impl.place.Purse.Refusal;
import dev.cairn.impl.place.Purse.Refuse;
import dev.cairn.impl.place.Purse.TooMuch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Actors that another process runs: an ask, a tell and a spawn reach them, and what comes back is as from here. */
@Timeout(60)
@ResourceLock("Purse.gate")
class PlacedActorsTest {
  private final Nodes nodes = new Nodes(2);
  private final ActorRef<Order<?>> there = nodes.purse(1, "1");

  @AfterEach
  void close() {
    Purse.gate.countDown();
    nodes.close();
  }

  @Test
  void an_ask_reaches_the_actor_in_the_process_that_runs_it() {
    assertEquals(5, there.ask(new Add(5)));
    assertEquals(12, there.askAsync(new Add(7)).join());
    assertEquals(new Content(12, 2), there.ask(new Look()));
    assertEquals(new Answer.Ok<>(13L), there.tryAsk(new Add(1)));
    assertTrue(nodes.has(0, "1"));
    assertFalse(nodes.has(1, "1"));
    assertEquals(13, nodes.purse(0, "1").ask(new Look()).total());
  }

  @Test
  void commands_and_answers_are_carried_with_all_that_is_in_them() {
    assertEquals(Optional.of(new Coin("gold", 3)),
        there.ask(new Echo("a text", List.of(1, 2), Optional.of(new Coin("gold", 3)))));
    assertEquals(Optional.empty(), there.ask(new Echo("", List.of(), Optional.empty())));
    assertNull(there.ask(new Nothing()));
  }

  @Test
  void tells_of_one_thread_arrive_in_order_and_a_spawn_recovers_the_actor_where_it_is() {
    for (int i = 1; i <= 50; i++) {
      there.tell(new Add(i));
    }
    Patience.until(() -> there.ask(new Look()).puts() == 50);
    assertEquals(1275, there.ask(new Look()).total());
    nodes.systems.get(1).spawn(Purse.TYPE, "spawned");
    assertTrue(nodes.has(0, "spawned"));
    assertFalse(nodes.has(1, "spawned"));
  }

  @Test
  void a_command_id_travels_and_so_does_what_it_brings_back() {
    assertEquals(5, there.ask("c1", new Add(5)));
    AlreadyDone done = assertThrows(AlreadyDone.class, () -> there.ask("c1", new Add(5)));
    assertEquals(1, done.sequence());
    assertTrue(done.getMessage().contains("/purse/1") && done.getMessage().contains("'c1'"), done.getMessage());
  }

  @Test
  void a_refusal_is_the_text_or_the_declared_constant_or_record_that_the_actor_gave() {
    assertEquals("not today", reason(Refusal.TEXT));
    assertEquals(Reason.EMPTY, reason(Refusal.CONSTANT));
    assertEquals(new TooMuch(7), reason(Refusal.RECORD));
    assertEquals("Undeclared[most=8]", reason(Refusal.UNDECLARED));
    assertEquals(new Answer.No<>("not today"), there.tryAsk(new Refuse(Refusal.TEXT)));
  }

  private Object reason(Refusal kind) {
    return assertThrows(Refused.class, () -> there.ask(new Refuse(kind))).reason();
  }

  @Test
  void a_failure_is_of_its_own_class_in_its_own_words() {
    ActorFailed here = assertThrows(ActorFailed.class, () -> nodes.purse(0, "2").ask(new Fail("too bad.")));
    ActorFailed elsewhere = assertThrows(ActorFailed.class, () -> nodes.purse(1, "2").ask(new Fail("too bad.")));
    assertEquals(here.getMessage(), elsewhere.getMessage());
    assertEquals("too bad", elsewhere.getCause().getMessage());
    assertTrue(List.of(elsewhere.getStackTrace()).toString().contains("PlacedActorsTest"), "the trace is the asker's");
  }

  @Test
  void without_an_answer_an_ask_ends_at_its_time() {
    nodes.hub.silent = true;
    AskTimeout late =
        assertThrows(AskTimeout.class, () -> there.within(Duration.ofMillis(50)).ask(new Add(1)));
    assertTrue(late.getMessage().startsWith("/purse/1 has not answered within 50 ms."), late.getMessage());
    assertInstanceOf(Answer.Failed.class, there.within(Duration.ofMillis(50)).tryAsk(new Add(1)));
  }

  @Test
  void an_actor_elsewhere_that_takes_too_long_is_told_as_one_that_is_here() {
    Purse.gate = new CountDownLatch(1);
    AskTimeout late =
        assertThrows(AskTimeout.class, () -> there.within(Duration.ofMillis(50)).ask(new Purse.Wait()));
    assertTrue(late.getMessage().startsWith("/purse/1 has not answered within 50 ms."), late.getMessage());
    Purse.gate.countDown();
    assertEquals(3, there.ask(new Add(3)));
  }

  @Test
  void a_command_that_is_too_large_is_refused_with_its_size_and_not_executed() {
    ActorElsewhere refused = assertThrows(ActorElsewhere.class,
        () -> there.ask(new Echo("x".repeat(300_000), List.of(), Optional.empty())));
    assertTrue(refused.getMessage().contains("not executed") && refused.getMessage().contains("262144 are carried"),
        refused.getMessage());
    assertEquals(0, there.ask(new Look()).puts());
  }

  @Test
  void a_letter_in_another_form_and_one_of_an_unknown_type_are_a_wrong_version() {
    there.ask(new Add(1));
    nodes.hub.onTheWay = letter -> change(letter, 0, 2);
    WrongVersion form = assertThrows(WrongVersion.class, () -> there.ask(new Add(1)));
    assertTrue(form.getMessage().contains("letters in form 2"), form.getMessage());
    nodes.hub.onTheWay = letter -> letter.length == 24 ? change(letter, 23, 127) : letter;
    WrongVersion type = assertThrows(WrongVersion.class, () -> there.ask(new Look()));
    assertTrue(type.getMessage().contains("not executed"), type.getMessage());
    nodes.hub.onTheWay = letter -> letter;
    assertEquals(new Content(1, 1), there.ask(new Look()));
  }

  private static byte[] change(byte[] letter, int at, int to) {
    byte[] changed = letter.clone();
    changed[at] = (byte) to;
    return changed;
  }

  @Test
  void what_is_not_done_to_an_actor_elsewhere_is_refused_by_name() {
    ActorElsewhere stop = assertThrows(ActorElsewhere.class, () -> nodes.systems.get(1).stop(there));
    assertTrue(stop.getMessage().contains("/purse/1") && stop.getMessage().contains("ctx.stop()"), stop.getMessage());
    nodes.systems.get(0).stop(nodes.purse(0, "1"));
  }

  @Test
  void a_type_that_was_not_registered_is_refused() {
    TypeRefused refused =
        assertThrows(TypeRefused.class, () -> nodes.systems.get(1).entity(Purse.TYPE.in("other"), "1"));
    assertTrue(refused.getMessage().contains("builder().types"), refused.getMessage());
  }

  @Test
  void a_type_whose_commands_cannot_be_carried_is_refused_when_the_system_opens() {
    TypeRefused refused =
        assertThrows(TypeRefused.class, () -> nodes.add(builder -> builder, Map.of(), List.of(Ledger.TYPE)));
    assertTrue(refused.getMessage().contains("Forge"), refused.getMessage());
  }

  @Test
  void a_setting_that_the_placement_does_not_know_is_refused() {
    StoreRefused refused = assertThrows(StoreRefused.class,
        () -> nodes.add(builder -> builder, Map.of("colour", "red"), List.of(Purse.TYPE)));
    assertTrue(refused.getMessage().contains("cluster.colour"), refused.getMessage());
  }

  @Test
  void the_number_of_slices_stays_what_the_first_system_has_made_it() {
    nodes.add(builder -> builder, Map.of("slices", "7"), List.of(Purse.TYPE));
    assertEquals(Hub.SLICES, nodes.hub.nodes.getLast().config.slices());
  }
}
