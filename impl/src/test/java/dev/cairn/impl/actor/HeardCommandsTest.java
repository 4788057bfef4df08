package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnListener;
import dev.cairn.api.CairnListener.Handled.Outcome;
import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.Refused;
import dev.cairn.impl.actor.Vault.Add;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a listener hears of commands, mailboxes and readers. */
@Timeout(60)
class HeardCommandsTest extends ActorsTest {
  private final List<Object> heard = new CopyOnWriteArrayList<>();
  private final ActorType<Vault.Act<?>, Vault.Put, Vault.Sum> vaults = Vault.type(diary);

  /** Throws whatever it hears. */
  private static final class Rude implements CairnListener {
    @Override
    public void handled(Handled event) {
      throw new IllegalStateException("on purpose");
    }
  }

  private final class Listener implements CairnListener {
    @Override
    public void opened(ActorSystem system) {
      heard.add("opened");
    }

    @Override
    public void closed(ActorSystem system) {
      heard.add("closed " + system.actors().size());
    }

    @Override
    public void handled(Handled event) {
      heard.add(event);
    }

    @Override
    public void readerMoved(ReaderMoved event) {
      heard.add(event);
    }

    @Override
    public void readerStopped(ReaderStopped event) {
      heard.add(event);
    }
  }

  @Override
  ActorSystem.Builder configured(ActorSystem.Builder builder) {
    return builder.time(time).listener(new Rude()).listener(new Listener());
  }

  private List<CairnListener.Handled> commands() {
    return heard.stream().filter(CairnListener.Handled.class::isInstance).map(CairnListener.Handled.class::cast)
        .toList();
  }

  private List<CairnListener.ReaderMoved> moves() {
    return heard.stream().filter(CairnListener.ReaderMoved.class::isInstance)
        .map(CairnListener.ReaderMoved.class::cast).toList();
  }

  @Test
  void each_command_is_heard_with_its_type_outcome_and_duration_also_beside_a_listener_that_throws() {
    ActorRef<Puppet.Act<?>> puppet = puppet("1");
    puppet.ask(new Puppet.Say("word"));
    assertThrows(ActorFailed.class, () -> puppet.ask(Puppet.fail("on purpose")));
    assertThrows(Refused.class, () -> puppet.ask(new Puppet.Return((command, ctx) -> command.refuse("no"))));
    puppet.ask(new Puppet.Return((command, ctx) -> {
      var later = ctx.later(command);
      later.reply("later");
      return later;
    }));
    puppet.tell(new Puppet.Return((command, ctx) -> ctx.stash(command)));
    until(() -> commands().size() == 5);
    assertEquals(List.of("Say ANSWERED", "Do FAILED", "Return REFUSED", "Return DEFERRED", "Return STASHED"),
        commands().stream().map(each -> each.command() + " " + each.outcome()).toList());
    for (CairnListener.Handled each : commands()) {
      assertEquals("/puppet/1", each.path());
      assertEquals("puppet", each.type());
      assertTrue(each.took().isPositive(), each.toString());
    }
  }

  @Test
  void what_waits_in_the_mailbox_behind_a_command_is_heard() {
    ActorRef<Puppet.Act<?>> puppet = puppet("1");
    CountDownLatch goOn = new CountDownLatch(1);
    puppet.tell(Puppet.tell(ctx -> await(goOn)));
    puppet.tell(new Puppet.Say("one"));
    puppet.tell(new Puppet.Say("two"));
    goOn.countDown();
    until(() -> commands().size() == 3);
    assertEquals(List.of(2, 1, 0), commands().stream().map(CairnListener.Handled::mailbox).toList());
  }

  @Test
  void a_reader_is_heard_with_the_time_of_what_it_has_not_handled_and_when_it_ends() {
    Instant stored = Instant.ofEpochMilli(time.now().toEpochMilli());
    system.entity(vaults, "1").ask(new Add(1));
    time.advance(Duration.ofHours(1));
    CountDownLatch goOn = new CountDownLatch(1);
    EventLog.Following following = system.log("main").follow("reader", new EventHandler() {
      @Override
      public void event(LoggedEvent event) {
        await(goOn);
      }
    });
    until(() -> !moves().isEmpty());
    assertEquals(List.of(new CairnListener.ReaderMoved("main", "reader", 1, Optional.of(stored))), moves());
    goOn.countDown();
    until(() -> moves().size() > 1);
    assertEquals(new CairnListener.ReaderMoved("main", "reader", 0, Optional.empty()), moves().getLast());
    following.close();
    assertTrue(heard.contains(new CairnListener.ReaderStopped("main", "reader")));
  }

  @Test
  void a_system_is_heard_when_it_opens_and_when_it_has_closed() {
    assertEquals(List.of("opened"), heard);
    puppet("1");
    system.close();
    assertEquals(List.of("opened", "closed 0"), heard);
  }
}
