package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnTracer;
import dev.cairn.api.PersistRejected;
import dev.cairn.impl.actor.Vault.Act;
import dev.cairn.impl.actor.Vault.Add;
import dev.cairn.impl.actor.Vault.Do;
import dev.cairn.impl.actor.Vault.Put;
import dev.cairn.impl.actor.Vault.Sum;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stands around commands and persists, and comes with them from thread to thread. */
@Timeout(60)
class TracerTest extends ActorsTest {
  private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

  private final List<String> ended = new CopyOnWriteArrayList<>();
  private final ActorType<Act<?>, Put, Sum> type = Vault.type(diary);
  private volatile boolean rude;

  /** Writes down the way from the first span to one that has ended. */
  private final class Writer implements CairnTracer {
    @Override
    public @Nullable Object sending() {
      if (rude) {
        throw new IllegalStateException("on purpose");
      }
      return CURRENT.get();
    }

    @Override
    public CommandSpan handling(Sent command) {
      if (rude) {
        throw new IllegalStateException("on purpose");
      }
      String name = command.sender().map(sender -> sender + " > ").orElse("") + command.path() + " " + command.command()
          + command.correlationId().map(id -> " of " + id).orElse("");
      CURRENT.set(name);
      return (outcome, failure) -> {
        CURRENT.remove();
        ended.add(name + ": " + outcome + (failure == null ? "" : " " + failure.getMessage()));
      };
    }

    @Override
    public PersistSpan persisting(String path, String actorType, int events) {
      String name = CURRENT.get() + " > " + actorType + " persists " + events;
      return failure -> ended.add(name + (failure == null ? "" : ": " + failure.getClass().getSimpleName()));
    }
  }

  @Override
  ActorSystem.Builder configured(ActorSystem.Builder builder) {
    return builder.tracer(new Writer());
  }

  private ActorRef<Act<?>> vault(String id) {
    return system.entity(type, id);
  }

  @Test
  void a_command_that_is_asked_or_told_in_a_handler_is_within_the_command_of_that_handler() {
    ActorRef<Act<?>> second = vault("2");
    ActorRef<Act<?>> third = vault("3");
    CompletableFuture<Long> told = new CompletableFuture<>();
    vault("1").correlated("order").ask(new Do<>(ctx -> {
      second.tell(new Do<>(own -> told.complete(third.ask(new Add(1)))));
      return told.join();
    }));
    String first = "/vault/1 Do of order";
    String next = first + " > /vault/2 Do of order";
    String last = next + " > /vault/3 Add of order";
    until(() -> ended.size() == 4);
    assertEquals(List.of(last + " > vault persists 1", last + ": ANSWERED"), ended.subList(0, 2));
    assertEquals(List.of(next + ": ANSWERED", first + ": ANSWERED"), ended.subList(2, 4).stream().sorted().toList());
  }

  @Test
  void a_failure_ends_the_spans_that_it_leaves() {
    assertThrows(PersistRejected.class, () -> vault("1").ask(new Add(-1)));
    assertEquals("/vault/1 Add > vault persists 1: PersistRejected", ended.get(0));
    assertTrue(ended.get(1).startsWith("/vault/1 Add: FAILED "), ended.get(1));
    assertThrows(ActorFailed.class, () -> puppet("1").ask(Puppet.fail("on purpose")));
    assertEquals("/puppet/1 Do: FAILED on purpose", ended.get(2));
  }

  @Test
  void a_stage_that_is_piped_back_comes_back_into_the_span() {
    CompletableFuture<Long> stage = new CompletableFuture<>();
    vault("1").ask(new Do<>(ctx -> {
      ctx.pipeToSelf(stage, (value, failure) -> new Add(value == null ? 0 : value));
      return 0L;
    }));
    stage.complete(5L);
    until(() -> ended.size() == 3);
    assertEquals("/vault/1 Do > /vault/1 Add: ANSWERED", ended.get(2));
  }

  @Test
  void commands_go_on_without_a_tracer_that_throws() {
    rude = true;
    assertEquals(1, vault("1").ask(new Add(1)));
    assertEquals(List.of("null > vault persists 1"), ended);
  }
}
