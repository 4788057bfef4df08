package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.CairnException;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.Refused;
import dev.cairn.api.StartFailed;
import dev.cairn.impl.actor.Vault.Add;
import dev.cairn.impl.dispatch.Dispatcher;
import dev.cairn.impl.observe.Logged;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a thread, an exception and the log tell of an actor that is stuck or fails. */
@Timeout(60)
class StuckActorTest extends ActorsTest {
  private static final String SECRET = "nobody but the actor may read this";

  private static boolean isFromHere(Throwable thrown, String method) {
    return Arrays.stream(thrown.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(StuckActorTest.class.getName())
            && frame.getMethodName().equals(method));
  }

  @Test
  void the_thread_of_a_command_that_lasts_long_has_the_path_of_the_actor_as_its_name_until_it_is_done() {
    AtomicReference<Thread> runs = new AtomicReference<>();
    CountDownLatch goOn = new CountDownLatch(1);
    ActorRef<Puppet.Act<?>> parent = puppet("1");
    parent.ask(Puppet.tell(ctx -> ctx.spawn(Puppet.type(), "child").tell(Puppet.tell(own -> {
      runs.set(Thread.currentThread());
      await(goOn);
    }))));
    until(() -> runs.get() != null && runs.get().getName().equals("/puppet/1/child"));
    goOn.countDown();
    until(() -> !runs.get().isAlive() || runs.get().getName().equals(Dispatcher.THREAD));
  }

  private CairnException asks(Supplier<?> ask) {
    return assertThrows(CairnException.class, ask::get);
  }

  @Test
  void a_failure_says_where_the_actor_was_asked_and_where_its_handler_threw() {
    CairnException failure = asks(() -> puppet("1").ask(Puppet.fail("on purpose")));
    assertInstanceOf(ActorFailed.class, failure);
    assertTrue(isFromHere(failure, "asks"), () -> Arrays.toString(failure.getStackTrace()));
    assertEquals("fail", failure.getCause().getStackTrace()[0].getMethodName().replaceAll("lambda\\$(.*)\\$.*", "$1"));
  }

  @Test
  void a_persist_that_fails_in_a_handler_says_both_too() {
    ActorRef<Vault.Act<?>> vault = system.entity(Vault.type(diary), "1");
    CairnException failure = asks(() -> vault.ask(new Add(-1)));
    assertInstanceOf(PersistRejected.class, failure);
    assertTrue(isFromHere(failure, "asks"));
    Throwable inHandler = failure.getSuppressed()[0];
    assertFalse(isFromHere(inHandler, "asks"));
    assertEquals(failure.getMessage(), inHandler.getMessage());
    assertTrue(Arrays.stream(inHandler.getStackTrace()).anyMatch(frame -> frame.getClassName().contains("Vault")));
  }

  @Test
  void an_actor_that_does_not_start_says_where_it_was_spawned() {
    CairnException failure = asks(() -> system.spawn(Puppet.type(diary, ctx -> {
      throw new IllegalStateException("on purpose");
    }, ctx -> {
    }), "1"));
    assertInstanceOf(StartFailed.class, failure);
    assertTrue(isFromHere(failure, "asks"));
  }

  @Test
  void a_refusal_has_no_stack_trace_and_keeps_its_reason() {
    Refused refused = (Refused) asks(() -> puppet("1").ask(new Puppet.Return((command, ctx) -> command.refuse(7))));
    assertEquals(7, refused.reason());
    assertEquals(0, refused.getStackTrace().length);
  }

  @Test
  void what_fails_under_an_ask_stands_in_the_log_once_with_path_and_class_and_without_the_command() {
    try (Logged log = Logged.from("dev.cairn")) {
      ActorRef<Puppet.Act<?>> puppet = system.spawn(Puppet.type(List.of(), ctx -> {
      }, ctx -> {
      }), "logged");
      asks(() -> puppet.ask(new Puppet.Say(SECRET))); // its list takes no word
      List<String> lines = log.lines().stream().filter(line -> line.contains("/puppet/logged ")).toList();
      assertEquals(List.of("WARNING The handler of /puppet/logged failed at a dev.cairn.impl.actor.Puppet$Say, "
          + "and whoever asked has got the failure."), lines);
      assertTrue(log.lines().stream().noneMatch(line -> line.contains(SECRET)));
    }
  }
}
