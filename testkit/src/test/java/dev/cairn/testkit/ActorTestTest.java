package dev.cairn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.Evolution;
import dev.cairn.api.PersistRejected;
import dev.cairn.testkit.Basket.Added;
import dev.cairn.testkit.Basket.Break;
import dev.cairn.testkit.Basket.Content;
import dev.cairn.testkit.Basket.Count;
import dev.cairn.testkit.Basket.Empty;
import dev.cairn.testkit.Basket.Event;
import dev.cairn.testkit.Basket.Order;
import dev.cairn.testkit.Basket.Put;
import dev.cairn.testkit.Basket.Sneak;
import dev.cairn.testkit.Basket.Time;
import dev.cairn.testkit.Basket.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ActorTestTest {
  private static final Added BREAD = new Added("bread", new int[] { 1 });
  private static final Added MILK = new Added("milk", new int[] { 2, 3 });

  private static ActorTest<Order<?>, Event, Content> basket() {
    return ActorTest.of(Basket.TYPE);
  }

  private static void complains(String expected, Executable test) {
    assertEquals(expected, assertThrows(AssertionError.class, test).getMessage());
  }

  @Test
  void a_command_is_tried_on_what_was_given() {
    basket()
        .given(BREAD)
        .when(new Put("milk", 2, 3))
        .thenEvents(new Added("milk", new int[] { 2, 3 }))
        .thenReply(2)
        .thenState(new Content(List.of(BREAD, MILK)));
  }

  record Bought(String one, String other) {}
  record Renamed(String thing) {}

  @Test
  void what_an_earlier_release_has_stored_goes_through_the_upcasts() {
    var type = Basket.TYPE.evolving(Evolution.declare()
        .split(Bought.class, old -> old.one().isEmpty() ? List.of()
            : List.of(new Renamed(old.one()), new Added(old.other(), new int[] { 2, 3 })))
        .upcast(Renamed.class, Added.class, old -> new Added(old.thing(), new int[] { 1 })));
    ActorTest.of(type).givenFormer(new Bought("bread", "milk"), new Bought("", ""))
        .when(new Count()).thenReply(2).thenState(new Content(List.of(BREAD, MILK)))
        .restart()
        .when(new Count()).thenReply(2);
    assertEquals("The evolution of basket declares neither an upcast nor a split from Bought.",
        assertThrows(IllegalArgumentException.class, () -> basket().givenFormer(new Bought("", ""))).getMessage());
  }

  @Test
  void what_was_purged_does_not_come_back_with_a_restart_and_sequences_go_on() {
    basket().given(BREAD).when(new Empty()).thenReply(1L)
        .restart()
        .when(new Count()).thenReply(0)
        .when(new Put("milk", 2, 3)).thenReply(1)
        .when(new Empty()).thenReply(2L);
  }

  @Test
  void time_stands_still_unless_the_test_moves_it() {
    basket().when(new Time()).thenReply(Instant.parse("2000-01-01T00:00:00Z"))
        .when(new Time()).thenReply(Instant.parse("2000-01-01T00:00:00Z"));
    var time = new ManualTime(Instant.parse("2024-02-28T12:00:00Z"));
    var test = ActorTest.of(Basket.TYPE, time);
    test.when(new Time()).thenReply(Instant.parse("2024-02-28T12:00:00Z"));
    time.advance(Duration.ofDays(2));
    test.when(new Time()).thenReply(Instant.parse("2024-03-01T12:00:00Z"));
  }

  @Test
  void a_test_goes_on_with_the_next_command() {
    basket().when(new Count()).thenReply(0).thenEvents()
        .when(new Put("bread", 1)).thenReply(1).thenEvents(BREAD)
        .when(new Count()).thenReply(1).thenEvents();
  }

  @Test
  void an_actor_that_is_restarted_comes_to_the_same_state() {
    basket().given(BREAD)
        .when(new Put("milk", 2, 3)).thenReply(2)
        .restart()
        .when(new Count()).thenReply(2).thenState(new Content(List.of(BREAD, MILK)));
  }

  @Test
  void a_refusal_is_expected_by_its_reason() {
    basket().when(new Put("bread")).thenRefused("no amount").thenEvents();
    var nothing = new Put("bread");
    complains(nothing + " should refuse with\n  no bread\nnot\n  no amount\n"
        + "it should be no bread and is no amount",
        () -> basket().when(nothing).thenRefused("no bread"));
  }

  @Test
  void an_answer_that_is_put_off_is_none_yet() {
    basket().when(new Wait()).thenNoReply().when(new Count()).thenReply(0);
    complains("Wait[] should answer 1, but answers later", () -> basket().when(new Wait()).thenReply(1));
  }

  @Test
  void what_differs_is_named_by_its_path() {
    complains("Count[] should lead to state\n  Content[things=[]]\nnot\n  Content[things=[" + BREAD + "]]\n"
        + ".things.size() should be 0 and is 1",
        () -> basket().given(BREAD).when(new Count()).thenState(new Content(List.of())));
    complains("Count[] should lead to state\n  Content[things=[" + MILK + "]]\nnot\n  Content[things=[" + BREAD + "]]\n"
        + ".things[0].thing should be milk and is bread",
        () -> basket().given(BREAD).when(new Count()).thenState(new Content(List.of(MILK))));
  }

  @Test
  void a_handler_that_throws_fails_the_test_unless_that_is_expected() {
    var failure = assertThrows(AssertionError.class, () -> basket().when(new Break("cup")).thenState(null));
    assertInstanceOf(IllegalStateException.class, failure.getCause());
    assertThrows(AssertionError.class, () -> basket().when(new Break("cup")).when(new Count()));
    basket().when(new Break("cup"))
        .thenThrows(IllegalStateException.class)
        .thenEvents(new Added("cup", new int[0]))
        .when(new Count()).thenReply(1);
  }

  @Test
  void an_event_that_apply_rejects_changes_nothing() {
    basket().given(BREAD)
        .when(new Put("", 1)).thenThrows(PersistRejected.class).thenEvents().thenState(new Content(List.of(BREAD)));
  }

  @Test
  void a_handler_that_changes_the_state_it_was_given_is_caught() {
    for (boolean persists : List.of(false, true)) {
      var sneak = new Sneak("milk", persists);
      complains(
          "handle of basket for " + sneak + " changed the state that it was given: .things.size() was 1 and is now"
              + " 2. Persist an event, and let apply build a new state.",
          () -> basket().given(BREAD).when(sneak).thenEvents());
    }
    ActorTest.trustingApply(Basket.TYPE).given(BREAD).when(new Sneak("milk", false)).thenReply(2);
  }

  @Test
  void an_apply_that_changes_the_state_it_was_given_is_caught() {
    var type = Basket.type((state, event) -> {
      state.things().add((Added) event);
      return state;
    });
    complains("apply of basket for " + BREAD + " changed the state that it was given: "
        + ".things.size() was 0 and is now 1. Build a new one.",
        () -> ActorTest.of(type).given(BREAD));
    ActorTest.trustingApply(type).given(BREAD).when(new Count()).thenReply(1);
  }

  @Test
  void an_apply_that_changes_the_event_is_caught() {
    var type = Basket.type((state, event) -> {
      ((Added) event).amounts()[0]++;
      return state;
    });
    var event = new Added("bread", new int[] { 1 });
    complains("apply of basket for " + event + " changed the event that it was given: "
        + ".amounts[0] was 1 and is now 2. Build a new one.",
        () -> ActorTest.of(type).given(event));
  }

  @Test
  void an_apply_that_comes_to_another_state_the_second_time_is_caught() {
    var calls = new AtomicInteger();
    var type =
        Basket.type((state, event) -> new Content(List.of(new Added("call " + calls.incrementAndGet(), new int[0]))));
    complains("apply of basket for " + BREAD + " is not deterministic: of its results, "
        + ".things[0].thing was first call 1 and then call 2. A recovery would come to another state.",
        () -> ActorTest.of(type).given(BREAD));
  }
}
