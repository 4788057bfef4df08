package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.Actor;
import dev.cairn.api.ActorContext;
import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Command;
import dev.cairn.api.PlainType;
import dev.cairn.api.Refused;
import dev.cairn.api.Reply;
import dev.cairn.api.Terminated;
import dev.cairn.testkit.FaultyStore;
import dev.cairn.testkit.ManualTime;
import dev.cairn.testkit.Probe;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test kit's probe and its time, in a system. */
class ProbeTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  private final ManualTime time = new ManualTime();
  private final ActorSystem system =
      ActorSystem.builder().data(Path.of("memory")).backend(FaultyStore.over("memory")).time(time).open();

  sealed interface Call<R> extends Command<Call<?>, R> {}
  record Say(String text) implements Call<String> {}
  record Ring() implements Call<String> {}
  record Later(Duration delay) implements Call<String> {}

  /** Tells its neighbour that a time is over. */
  private record Clock(ActorRef<Call<?>> neighbour) implements Actor<Call<?>> {
    @Override
    public Reply handle(Call<?> call, ActorContext ctx) {
      return switch (call) {
        case Later later -> {
          ctx.timers().once("ring", later.delay(), new Ring());
          yield later.reply("set");
        }
        case Ring ring -> {
          neighbour.tell(new Say("ring"));
          yield ring.reply("rung");
        }
        case Say say when say.text().equals("stop") -> {
          ctx.stop();
          yield say.reply("stopping");
        }
        case Say say -> say.reply(say.text());
      };
    }
  }

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void a_probe_hands_out_what_it_was_sent_in_order_and_once() {
    Probe<Call<?>> probe = Probe.in(system);
    probe.ref().tell(new Say("one"));
    probe.ref().tell(new Ring());
    probe.ref().tell(new Say("three"));
    assertEquals("one", probe.expect(Say.class).text());
    assertEquals(new Ring(), probe.expect());
    probe.expect(new Say("three"));
    probe.expectNothing();
  }

  @Test
  void a_probe_says_what_came_instead() {
    Probe<Call<?>> probe = Probe.in(system, SHORT, call -> null);
    complains("Expected a Say, but nothing came within PT0.001S.", () -> probe.expect(Say.class));
    probe.ref().tell(new Say("one"));
    complains("Expected nothing, but came Say[text=one].", probe::expectNothing);
    Probe<Call<?>> patient = Probe.in(system);
    patient.ref().tell(new Ring());
    complains("Expected a Say, but came Ring[].", () -> patient.expect(Say.class));
    patient.ref().tell(new Say("two"));
    complains("Expected Say[text=one], but came Say[text=two]: .text should be one and is two.",
        () -> patient.expect(new Say("one")));
  }

  private static void complains(String expected, Runnable check) {
    assertEquals(expected, assertThrows(AssertionError.class, check::run).getMessage());
  }

  @Test
  void a_probe_answers_as_the_test_wants() {
    Probe<Call<?>> probe = Probe.in(system, Duration.ofSeconds(5), call -> switch (call) {
      case Say say -> say.reply(say.text() + "!");
      case Ring ring -> ring.refuse("no bell");
      case Later later -> null;
    });
    assertEquals("hello!", probe.ref().ask(new Say("hello")));
    assertEquals("no bell", assertThrows(Refused.class, () -> probe.ref().ask(new Ring())).reason());
  }

  @Test
  void a_timer_ticks_when_time_is_moved_and_not_before() {
    Probe<Call<?>> probe = Probe.in(system);
    ActorRef<Call<?>> clock = system.spawn(PlainType.of("clock", () -> new Clock(probe.ref())), "1");
    clock.ask(new Later(Duration.ofHours(8)));
    time.advance(Duration.ofHours(8).minusNanos(1));
    clock.ask(new Say("are you done?"));
    probe.expectNothing();
    time.advance(Duration.ofNanos(1));
    probe.expect(new Say("ring"));
  }

  @Test
  void a_probe_sees_an_actor_stop_and_why() {
    Probe<Call<?>> probe = Probe.in(system);
    ActorRef<Call<?>> clock = system.spawn(PlainType.of("clock", () -> new Clock(probe.ref())), "1");
    probe.watch(clock);
    clock.tell(new Say("stop"));
    assertEquals(new Terminated(clock, new Terminated.Cause.Wanted()), probe.expectTerminated(clock));
    assertEquals(new Terminated(clock, new Terminated.Cause.Before()), probe.expectTerminated(clock));
  }
}
