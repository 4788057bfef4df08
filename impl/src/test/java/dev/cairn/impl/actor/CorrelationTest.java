package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.api.ActorContext;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorType;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.Persistence;
import dev.cairn.impl.actor.Vault.Act;
import dev.cairn.impl.actor.Vault.Add;
import dev.cairn.impl.actor.Vault.Do;
import dev.cairn.impl.actor.Vault.Put;
import dev.cairn.impl.actor.Vault.Sum;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command carries beside its content, and how it goes on to the commands that it leads to. */
@Timeout(60)
class CorrelationTest extends ActorsTest {
  private ActorType<Act<?>, Put, Sum> type = Vault.type(diary);

  private ActorRef<Act<?>> vault(String id) {
    return system.entity(type, id);
  }

  private static Do<String> origin() {
    return new Do<>(CorrelationTest::origin);
  }

  private static String origin(ActorContext ctx) {
    return ctx.commandId().orElse("-") + " " + ctx.correlationId().orElse("-") + " " + ctx.causationId().orElse("-");
  }

  private <R> R in(ActorRef<Act<?>> vault, String commandId, Function<ActorContext, R> body) {
    return vault.ask(commandId, new Do<>(body::apply));
  }

  @Test
  void a_handler_reads_the_ids_of_its_command() {
    assertEquals("- - -", vault("1").ask(origin()));
    assertEquals("c1 - -", vault("1").ask("c1", origin()));
    assertEquals("c2 order -", vault("1").correlated("order").ask("c2", origin()));
  }

  @Test
  void what_it_asks_and_tells_carries_them_on_through_actors_that_know_nothing_of_it() {
    ActorRef<Act<?>> second = vault("2");
    ActorRef<Act<?>> third = vault("3");
    assertEquals("- order c1",
        in(vault("1").correlated("order"), "c1", ctx -> second.ask(new Do<>(own -> third.ask(origin())))));
    assertEquals("- order c2",
        in(vault("1").correlated("order"), "c2", ctx -> second.askAsync(origin()).join()));
    CompletableFuture<String> told = new CompletableFuture<>();
    in(vault("1").correlated("order"), "c3", ctx -> {
      third.tell(new Do<>(own -> told.complete(origin(own))));
      return 0L;
    });
    assertEquals("- order c3", told.join());
  }

  @Test
  void an_address_with_an_id_of_its_own_goes_before_and_a_command_with_an_id_is_the_next_cause() {
    ActorRef<Act<?>> second = vault("2");
    ActorRef<Act<?>> third = vault("3");
    assertEquals("c2 other c1",
        in(vault("1").correlated("order"), "c1", ctx -> second.correlated("other").ask("c2", origin())));
    assertEquals("- order c4", in(vault("1").correlated("order"), "c3",
        ctx -> second.ask("c4", new Do<>(own -> third.ask(origin())))));
  }

  @Test
  void a_stage_that_is_piped_back_carries_them_on_and_a_timer_does_not() {
    CompletableFuture<String> piped = new CompletableFuture<>();
    CompletableFuture<String> rung = new CompletableFuture<>();
    CompletableFuture<String> stage = new CompletableFuture<>();
    in(vault("1").correlated("order"), "c1", ctx -> {
      ctx.pipeToSelf(stage, (value, failure) -> new Do<>(own -> piped.complete(origin(own))));
      ctx.timers().once("timer", Duration.ZERO, new Do<>(own -> rung.complete(origin(own))));
      return 0L;
    });
    stage.complete("");
    assertEquals("- order c1", piped.join());
    assertEquals("- - -", rung.join());
  }

  @Test
  void the_next_command_of_the_same_actor_and_of_its_thread_has_nothing_of_it() {
    ActorRef<Act<?>> second = vault("2");
    in(vault("1").correlated("order"), "c1", ctx -> second.ask(origin()));
    assertEquals("- - -", vault("1").ask(new Do<>(ctx -> second.ask(origin()))));
  }

  @ParameterizedTest
  @ValueSource(booleans = { false, true })
  void events_keep_the_nearest_cause_that_has_an_id(boolean pipelined) {
    type = pipelined ? type.with(Persistence.full().pipelined()) : type;
    ActorRef<Act<?>> second = vault("2");
    in(vault("1").correlated("order"), "c1", ctx -> {
      long sum = second.ask(new Add(1));
      second.ask("c2", new Add(sum));
      return second.ask(new Do<>(own -> own.persist(new Put(3), EventMetadata.NONE.causedBy("mail")).total()));
    });
    vault("2").ask(new Add(4));
    List<LoggedEvent> events = system.events(second, 1, Long.MAX_VALUE).toList();
    assertEquals(List.of("- order c1", "c2 order c2", "- order mail", "- - -"), events.stream()
        .map(each -> each.commandId().orElse("-") + " " + each.correlationId().orElse("-") + " "
            + each.causationId().orElse("-"))
        .toList());
    assertEquals(Optional.empty(), events.get(3).causationId());
  }
}
