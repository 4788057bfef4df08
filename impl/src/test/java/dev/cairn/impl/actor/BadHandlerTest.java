package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.AskInterrupted;
import dev.cairn.api.AskTimeout;
import dev.cairn.impl.actor.Vault.Act;
import dev.cairn.impl.actor.Vault.Add;
import dev.cairn.impl.actor.Vault.Do;
import dev.cairn.impl.actor.Vault.Put;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Handlers that do their worst after an event: the asker gets an answer within its timeout, the state is the last
 * committed one, and others do not notice.
 */
class BadHandlerTest extends ActorsTest {
  private final CountDownLatch never = new CountDownLatch(1);
  private ActorRef<Act<?>> vault;
  private ActorRef<Act<?>> other;

  @Override
  ActorSystem.Builder configured(ActorSystem.Builder builder) {
    return builder.stopDeadline(Duration.ofMillis(200));
  }

  @BeforeEach
  void spawn() {
    ActorType<Act<?>, Put, Vault.Sum> type = Vault.type(diary);
    vault = system.spawn(type, "1");
    other = system.spawn(type, "2");
  }

  private Do<Long> bad(Consumer<Object> deed) {
    return new Do<>(ctx -> {
      ctx.persist(new Put(5));
      deed.accept(ctx);
      return 0L;
    });
  }

  private void othersGoOn() {
    long before = other.ask(new Add(1));
    assertEquals(before + 1, other.ask(new Add(1)));
  }

  private void fails(Consumer<Object> deed, Class<? extends Throwable> cause) {
    assertInstanceOf(cause, assertThrows(ActorFailed.class, () -> vault.ask(bad(deed))).getCause());
    othersGoOn();
    assertEquals(6, vault.ask(new Add(1)), "the event before it is stored, and nothing else");
  }

  @Test
  void one_that_throws() {
    fails(ctx -> {
      throw new IllegalStateException("bad");
    }, IllegalStateException.class);
  }

  @Test
  void one_that_throws_an_error() {
    fails(ctx -> {
      throw new AssertionError("worse");
    }, AssertionError.class);
  }

  @Test
  void one_that_overflows_the_stack() {
    fails(this::deeper, StackOverflowError.class);
  }

  private void deeper(Object ctx) {
    deeper(ctx);
    diary.add("never reached");
  }

  @Test
  void one_that_runs_out_of_memory() {
    fails(ctx -> {
      long[][] all = new long[Integer.MAX_VALUE - 8][];
      all[0] = new long[Integer.MAX_VALUE - 8];
      throw new IllegalStateException("there was enough: " + all.length);
    }, OutOfMemoryError.class);
  }

  @Test
  void one_that_is_interrupted() {
    fails(ctx -> {
      Thread.currentThread().interrupt();
      await(never);
    }, IllegalStateException.class);
  }

  @Test
  void one_that_leaves_its_thread_interrupted() {
    vault.ask(bad(ctx -> Thread.currentThread().interrupt()));
    boolean still = vault.ask(new Do<>(ctx -> Thread.currentThread().isInterrupted()));
    assertFalse(still);
    othersGoOn();
  }

  @Test
  void one_that_is_interrupted_while_it_persists() {
    long total = vault.ask(new Do<>(ctx -> {
      Thread.currentThread().interrupt();
      return ctx.persist(new Put(12)).total();
    }));
    assertEquals(12, total);
    assertEquals(13, vault.ask(new Add(1)));
  }

  @Test
  void one_that_blocks_for_ever() {
    ActorRef<Act<?>> hasty = vault.within(Duration.ofMillis(50));
    assertThrows(AskTimeout.class, () -> hasty.ask(bad(ctx -> await(never))));
    assertThrows(AskTimeout.class, () -> hasty.ask(new Add(1)), "it waits behind it");
    othersGoOn();
    system.close();
    never.countDown();
  }

  @Test
  void one_whose_asker_is_interrupted() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Thread asker = Thread.ofPlatform().start(() -> {
      try {
        vault.ask(new Do<>(ctx -> {
          begun.countDown();
          await(go);
          return ctx.persist(new Put(1)).total();
        }));
      } catch (AskInterrupted e) {
        diary.add("asker interrupted: " + Thread.currentThread().isInterrupted());
      }
    });
    begun.await();
    asker.interrupt();
    asker.join();
    go.countDown();
    assertEquals(2, vault.ask(new Add(1)), "the command was executed all the same");
    assertTrue(diary.contains("asker interrupted: true"), diary.toString());
  }
}
