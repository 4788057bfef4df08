package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorContext;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.TimeSource;
import dev.cairn.impl.actor.Vault.Act;
import dev.cairn.impl.actor.Vault.Add;
import dev.cairn.impl.actor.Vault.Do;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Far more actors in memory than may be, since they cannot rest. */
@Timeout(60)
class CrowdTest extends ActorsTest {
  private static final int BOUND = 10;
  private static final int CROWD = 400;
  private static final int MORE = 50;
  private static final Duration FAR = Duration.ofDays(2);

  private final ActorType<Act<?>, Vault.Put, Vault.Sum> type = Vault.type(diary);
  private final CountingTime counting = new CountingTime();

  /** Each turn of an actor looks at the time when it ends, so looks count the actors that were woken. */
  private final class CountingTime implements TimeSource {
    private final AtomicLong looks = new AtomicLong();

    @Override
    public Instant now() {
      return time.now();
    }

    @Override
    public long nanos() {
      looks.incrementAndGet();
      return time.nanos();
    }

    @Override
    public Alarm schedule(Duration delay, Runnable task) {
      return time.schedule(delay, task);
    }
  }

  @Override
  ActorSystem.Builder configured(ActorSystem.Builder builder) {
    return builder.time(counting).idleAfter(Duration.ofDays(1)).maxActive(BOUND).askTimeout(Duration.ofDays(1));
  }

  private ActorRef<Act<?>> vault(String id) {
    return system.entity(type, id);
  }

  private void kept(String id, String reason) {
    Consumer<ActorContext> keep = switch (reason) {
      case "timer" -> ctx -> ctx.timers().once("timer", FAR, new Add(1));
      case "receive timeout" -> ctx -> ctx.receiveTimeout(FAR, new Add(1));
      case "stage" -> ctx -> ctx.pipeToSelf(new CompletableFuture<String>(), (value, failure) -> new Add(1));
      case "watched" -> ctx -> ctx.watch(system.spawn(Puppet.type(), id), gone -> new Add(1));
      default -> ctx -> {
      };
    };
    if (reason.equals("spawned")) {
      system.spawn(type, id);
    }
    vault(id).ask(new Do<>(ctx -> {
      keep.accept(ctx);
      return 0L;
    }));
  }

  @ParameterizedTest
  @ValueSource(strings = { "timer", "receive timeout", "stage", "watched", "spawned" })
  void one_more_actor_wakes_a_few_of_those_that_cannot_rest_and_not_all(String reason) {
    for (int i = 0; i < CROWD; i++) {
      kept("kept-" + i, reason);
    }
    assertEquals(CROWD, system.statistics().active());
    counting.looks.set(0);
    for (int i = 0; i < MORE; i++) {
      kept("more-" + i, reason);
    }
    long each = counting.looks.get() / MORE;
    assertTrue(each < CROWD / 10, each + " looks at the time for one more actor");
  }

  @Test
  void whoever_could_not_rest_is_asked_again_once_its_reason_has_ended() {
    for (int i = 0; i < 2 * BOUND; i++) {
      kept("kept-" + i, "timer");
    }
    for (int i = 0; i < 2 * BOUND; i++) {
      vault("kept-" + i).ask(new Do<>(ctx -> ctx.timers().cancel("timer")));
    }
    until(this::isBackWithinTheBound);
  }

  @Test
  void a_reason_that_ends_without_the_actor_is_noticed_after_a_round() {
    List<ActorRef<?>> children = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 2 * BOUND; i++) {
      vault("kept-" + i).ask(new Do<>(ctx -> children.add(ctx.spawn(Puppet.type(), "child"))));
    }
    vault("one more").ask(new Add(1));
    children.forEach(system::stop);
    until(this::isBackWithinTheBound);
  }

  private boolean isBackWithinTheBound() {
    vault("one more").ask(new Add(1));
    system.stop(vault("one more"));
    return system.statistics().active() <= BOUND;
  }
}
