package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.Actor;
import dev.cairn.api.ActorContext;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.AskTimeout;
import dev.cairn.api.Command;
import dev.cairn.api.PlainType;
import dev.cairn.api.Reply;
import dev.cairn.impl.actor.Vault.Act;
import dev.cairn.impl.actor.Vault.Add;
import dev.cairn.impl.actor.Vault.Do;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that wait for somebody who does not come to an end. */
@Timeout(60)
class BoundedWaitsTest extends ActorsTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration MUCH_LONGER = Duration.ofSeconds(6);

  private final ActorType<Act<?>, Vault.Put, Vault.Sum> type = Vault.type(diary);
  private final CountDownLatch go = new CountDownLatch(1);

  record Ping() implements Command<Ping, String> {}

  /** Does not come to an end of its started until the test says so. */
  final class Sluggish implements Actor<Ping> {
    @Override
    public void started(ActorContext ctx) {
      hold();
    }

    @Override
    public Reply handle(Ping command, ActorContext ctx) {
      return command.reply("here");
    }
  }

  @Override
  ActorSystem.Builder configured(ActorSystem.Builder builder) {
    return builder.askTimeout(SHORT).stopDeadline(SHORT);
  }

  @AfterEach
  void letGo() {
    go.countDown();
  }

  /** Not impressed by interruption. */
  private void hold() {
    while (go.getCount() > 0) {
      try {
        go.await();
      } catch (InterruptedException e) {
        diary.add("interrupted");
      }
    }
  }

  private ActorRef<Act<?>> busy(String id) {
    ActorRef<Act<?>> vault = system.entity(type, id);
    CountDownLatch begun = new CountDownLatch(1);
    vault.tell(new Do<>(ctx -> {
      begun.countDown();
      hold();
      return 0L;
    }));
    await(begun);
    return vault;
  }

  private static Duration timeOf(Runnable task) {
    long since = System.nanoTime();
    task.run();
    return Duration.ofNanos(System.nanoTime() - since);
  }

  @Test
  void a_spawn_of_a_busy_actor_waits_no_longer_than_an_ask_and_is_not_taken_back() {
    ActorRef<Act<?>> vault = busy("1");
    AskTimeout late = assertThrows(AskTimeout.class, () -> system.spawn(type, "1"));
    assertTrue(late.getMessage().startsWith("/vault/1 has not started within 100 ms."), late.getMessage());
    go.countDown();
    assertEquals(1, vault.within(LONG).ask(new Add(1)));
    assertEquals(vault, system.spawn(type, "1"));
  }

  @Test
  void a_spawn_whose_started_does_not_end_gives_up_and_frees_the_id() {
    PlainType<Ping> sluggish = PlainType.of("sluggish", Sluggish::new);
    assertThrows(AskTimeout.class, () -> system.spawn(sluggish, "1"));
    go.countDown();
    until(() -> {
      try {
        return system.spawn(sluggish, "1").ask(new Ping()).equals("here");
      } catch (dev.cairn.api.PathTaken e) {
        return false;
      }
    });
  }

  @Test
  void a_reader_that_closes_its_system_does_not_wait_for_itself() throws Exception {
    system.entity(type, "1").within(LONG).ask(new Add(1));
    CountDownLatch handling = new CountDownLatch(1);
    CountDownLatch returned = new CountDownLatch(1);
    system.log("main").follow("closer", event -> {
      handling.countDown();
      until(this::isClosing);
      system.close();
      returned.countDown();
    });
    await(handling);
    Duration took = timeOf(system::close);
    assertTrue(took.compareTo(MUCH_LONGER) < 0, took.toString());
    await(returned);
  }

  private boolean isClosing() {
    try {
      system.entity(type, "1");
      return false;
    } catch (ActorStopped e) {
      return true;
    }
  }

  @Test
  void a_close_gives_actors_and_readers_one_deadline_and_not_one_each() {
    system.entity(type, "1").within(LONG).ask(new Add(1));
    CountDownLatch handling = new CountDownLatch(1);
    system.log("main").follow("stubborn", event -> {
      handling.countDown();
      hold();
    });
    await(handling);
    busy("2");
    Duration took = timeOf(system::close);
    assertTrue(took.compareTo(MUCH_LONGER) < 0, took.toString());
    assertTrue(diary.contains("interrupted"), diary.toString());
  }
}
