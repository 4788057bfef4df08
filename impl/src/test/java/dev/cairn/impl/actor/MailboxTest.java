package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.CairnListener;
import dev.cairn.api.DeadLetter;
import dev.cairn.api.Mailbox;
import dev.cairn.api.Mailbox.WhenFull;
import dev.cairn.api.MailboxFull;
import dev.cairn.api.WrongCommand;
import dev.cairn.impl.actor.Puppet.Act;
import dev.cairn.impl.actor.Puppet.Say;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many commands wait, what becomes of one too many, and what does not wait behind them. */
class MailboxTest extends ActorsTest {
  private final List<DeadLetter> dead = new CopyOnWriteArrayList<>();
  private final CountDownLatch go = new CountDownLatch(1);

  @Override
  ActorSystem.Builder configured(ActorSystem.Builder builder) {
    return builder.listener(new CairnListener() {
      @Override
      public void deadLetter(DeadLetter event) {
        dead.add(event);
      }
    });
  }

  /** An actor that is busy until {@link #go}. */
  private ActorRef<Act<?>> busy(Mailbox mailbox) {
    ActorRef<Act<?>> actor = system.spawn(Puppet.type(diary, ctx -> {
    }, ctx -> {
    }).with(mailbox), "x");
    CountDownLatch begun = new CountDownLatch(1);
    actor.tell(Puppet.tell(ctx -> {
      begun.countDown();
      await(go);
    }));
    await(begun);
    return actor;
  }

  @Test
  void one_too_many_fails_and_is_not_delivered() {
    ActorRef<Act<?>> actor = busy(Mailbox.of(2));
    actor.tell(new Say("1"));
    actor.tell(new Say("2"));
    assertThrows(MailboxFull.class, () -> actor.tell(new Say("3")));
    assertThrows(MailboxFull.class, () -> actor.ask(new Say("3")));
    assertInstanceOf(MailboxFull.class,
        assertThrows(CompletionException.class, () -> actor.askAsync(new Say("3")).join()).getCause());
    go.countDown();
    until(() -> diary.size() == 2);
    actor.ask(new Say("4"));
    assertEquals(List.of("1", "2", "4"), diary);
  }

  @Test
  void a_mailbox_that_drops_makes_dead_letters_of_what_is_told_and_fails_what_is_asked() {
    ActorRef<Act<?>> actor = busy(Mailbox.of(1).whenFull(WhenFull.DROP_NEWEST));
    actor.tell(new Say("1"));
    actor.tell(new Say("secret"));
    assertThrows(MailboxFull.class, () -> actor.ask(new Say("3")));
    go.countDown();
    until(() -> diary.size() == 1);
    assertEquals(1, system.statistics().deadLetters());
    assertEquals(DeadLetter.Reason.DROPPED, dead.get(0).reason());
    assertEquals(new Say("secret"), dead.get(0).command());
    assertFalse(dead.get(0).toString().contains("secret"), dead.get(0).toString());
  }

  @Test
  void a_mailbox_that_blocks_makes_senders_wait_for_a_place() {
    ActorRef<Act<?>> actor = busy(Mailbox.of(1).whenFull(WhenFull.BLOCK));
    actor.tell(new Say("first"));
    List<Thread> senders =
        IntStream.range(0, 20).mapToObj(i -> Thread.ofVirtual().start(() -> actor.tell(new Say("later")))).toList();
    go.countDown();
    senders.forEach(ActorsTest::join);
    until(() -> diary.size() == 21);
    assertEquals("first", diary.get(0));
  }

  @Test
  void who_waits_for_a_place_waits_no_longer_than_for_an_answer() {
    ActorRef<Act<?>> actor = busy(Mailbox.of(1).whenFull(WhenFull.BLOCK)).within(Duration.ofMillis(20));
    actor.tell(new Say("first"));
    assertThrows(MailboxFull.class, () -> actor.tell(new Say("second")));
    assertThrows(MailboxFull.class, () -> actor.ask(new Say("second")));
    go.countDown();
  }

  @Test
  void a_send_to_oneself_never_waits() {
    ActorRef<Act<?>> actor = system.spawn(Puppet.type(diary).with(Mailbox.of(1).whenFull(WhenFull.BLOCK)), "x");
    actor.ask(Puppet.tell(ctx -> {
      ActorRef<Act<?>> self = ctx.self(Puppet.type());
      self.tell(new Say("to myself"));
      assertThrows(MailboxFull.class, () -> self.tell(new Say("once more")));
    }));
    until(() -> diary.contains("to myself"));
  }

  @Test
  void two_actors_with_full_mailboxes_do_not_wait_for_each_other() {
    Mailbox small = Mailbox.of(1).whenFull(WhenFull.BLOCK);
    AtomicReference<ActorRef<Act<?>>> other = new AtomicReference<>();
    CountDownLatch both = new CountDownLatch(2);
    ActorRef<Act<?>> a = system.spawn(Puppet.type(diary).with(small), "a");
    ActorRef<Act<?>> b = system.spawn(Puppet.type(diary).with(small), "b");
    other.set(b);
    CompletableFuture<String> first = a.askAsync(Puppet.tell(ctx -> {
      both.countDown();
      await(both);
      b.tell(new Say("fills b"));
      b.tell(new Say("does not fit"));
    }));
    CompletableFuture<String> second = b.askAsync(Puppet.tell(ctx -> {
      both.countDown();
      await(both);
      a.tell(new Say("fills a"));
      a.tell(new Say("does not fit"));
    }));
    int refused = 0;
    for (CompletableFuture<String> each : List.of(first, second)) {
      try {
        each.join();
      } catch (CompletionException e) {
        assertInstanceOf(MailboxFull.class, e.getCause().getCause());
        refused++;
      }
    }
    assertTrue(refused >= 1, "both waited for each other, and neither was refused");
    a.ask(new Say("a goes on"));
    b.ask(new Say("b goes on"));
  }

  @Test
  void bytes_are_bounded_too() {
    ActorRef<Act<?>> actor =
        busy(Mailbox.of(100).bytes(10, command -> command instanceof Say say ? say.word().length() : 1));
    actor.tell(new Say("123456"));
    assertThrows(MailboxFull.class, () -> actor.tell(new Say("123456")));
    actor.tell(new Say("1234"));
    assertThrows(MailboxFull.class, () -> actor.ask(new Say("1")));
    go.countDown();
    until(() -> diary.size() == 2);
    actor.ask(new Say("1234567890"));
    assertThrows(MailboxFull.class, () -> actor.ask(new Say("12345678901")), "never fits");
    assertThrows(IllegalArgumentException.class, () -> Mailbox.of(0));
  }

  @Test
  void a_stop_does_not_wait_behind_commands() {
    ActorRef<Act<?>> actor = busy(Mailbox.of(1000));
    List<CompletableFuture<String>> waiting =
        IntStream.range(0, 500).mapToObj(i -> actor.askAsync(new Say("never"))).toList();
    actor.tell(new Say("never"));
    Thread stopper = Thread.ofVirtual().start(() -> system.stop(actor));
    until(() -> stopper.getState() == Thread.State.WAITING || stopper.getState() == Thread.State.TIMED_WAITING);
    go.countDown();
    join(stopper);
    waiting.forEach(each -> assertInstanceOf(ActorStopped.class,
        assertThrows(CompletionException.class, each::join).getCause()));
    assertEquals(List.of(), diary);
    assertEquals(1, system.statistics().deadLetters());
    actor.tell(new Say("too late"));
    assertEquals(DeadLetter.Reason.STOPPED, dead.get(1).reason());
  }

  @Test
  void the_commands_of_each_sender_keep_their_order() {
    ActorRef<Act<?>> actor = puppet("x");
    List<Thread> senders = IntStream.range(0, 4).mapToObj(sender -> Thread.ofPlatform().start(() -> {
      for (int i = 0; i < 2_000; i++) {
        actor.tell(new Say(sender + ":" + i));
      }
    })).toList();
    senders.forEach(ActorsTest::join);
    actor.ask(new Say("end"));
    for (int sender = 0; sender < 4; sender++) {
      String prefix = sender + ":";
      List<String> own = diary.stream().filter(word -> word.startsWith(prefix)).toList();
      assertEquals(IntStream.range(0, 2_000).mapToObj(i -> prefix + i).toList(), own);
    }
  }

  @Test
  @SuppressWarnings({ "unchecked", "rawtypes" }) // past the compiler
  void a_command_of_another_actor_is_refused_also_when_an_actor_sends_it_to_itself() {
    ActorRef<Act<?>> actor = puppet("x");
    assertThrows(WrongCommand.class, () -> ((ActorRef) actor).tell(new Vault.Add(1)));
    actor.ask(Puppet.tell(ctx -> {
      assertThrows(WrongCommand.class, () -> ctx.timers().once("t", Duration.ZERO, new Vault.Add(1)));
      assertThrows(WrongCommand.class, () -> ctx.receiveTimeout(Duration.ofSeconds(1), new Vault.Add(1)));
    }));
  }
}
