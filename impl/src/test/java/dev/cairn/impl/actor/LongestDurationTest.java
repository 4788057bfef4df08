package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorSystem.Builder;
import dev.cairn.api.ActorType;
import dev.cairn.api.Supervision;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Entry;
import dev.cairn.impl.Ledger.Sum;
import dev.cairn.impl.Ledger.Total;
import dev.cairn.impl.actor.Puppet.Act;
import dev.cairn.impl.actor.Puppet.Say;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A time that is longer than anybody lives means: never. It is taken wherever a time is, and nothing ends by it. */
class LongestDurationTest {
  private final List<String> diary = new CopyOnWriteArrayList<>();

  static Stream<Duration> longest() {
    return Stream.of(ChronoUnit.FOREVER.getDuration(), Duration.ofDays(1_000_000), Duration.ofDays(106_752));
  }

  private static Builder builder() {
    return ActorSystem.builder().data(Path.of("memory")).backend("memory");
  }

  @ParameterizedTest
  @MethodSource("longest")
  void a_system_that_waits_for_ever_wherever_it_waits_loses_no_command_and_closes(Duration ever) {
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
      ActorSystem system = builder().askTimeout(ever).stopDeadline(ever).idleAfter(ever).persistDeadline(ever).open();
      ActorRef<Entry<?>> ledger = system.entity(Ledger.TYPE, "1");
      assertEquals(1, ledger.ask(new Add(1)));
      assertEquals(3, ledger.askAsync(new Add(2)).get());
      assertEquals(new Sum(3, 2), ledger.within(ever).ask(new Total()));
      assertEquals(new Sum(3, 2), system.stateAt(Ledger.TYPE, "1", 2));
      ActorRef<Act<?>> plain = system.spawn(Puppet.type(diary), "plain");
      plain.ask(Puppet.tell(ctx -> ctx.spawn(Puppet.type(diary), "child")));
      system.stop(plain);
      system.close();
    });
    assertEquals(2, diary.stream().filter("stopped"::equals).count());
  }

  @ParameterizedTest
  @MethodSource("longest")
  void an_actor_takes_the_longest_time_for_its_timers_its_silence_its_rest_and_its_pauses(Duration ever) {
    ActorType<Entry<?>, ?, Sum> patient = Ledger.TYPE.idleAfter(ever)
        .with(Supervision.restart().limit(0, ever).backoff(Duration.ofMillis(1), ever, 1));
    try (ActorSystem system = builder().open()) {
      assertEquals(1, system.entity(patient, "1").ask(new Add(1)));
      ActorRef<Act<?>> plain = system.spawn(Puppet.type(diary), "plain");
      plain.ask(Puppet.tell(ctx -> {
        ctx.timers().once("once", ever, new Say("never"));
        ctx.timers().every("every", ever, new Say("never"));
        ctx.receiveTimeout(ever, new Say("never"));
      }));
      assertEquals(List.of(true, true),
          plain.ask(new Puppet.Do<>(ctx -> List.of(ctx.timers().active("once"), ctx.timers().active("every")))));
    }
    assertEquals(List.of("started", "stopped"), diary);
  }

  @ParameterizedTest
  @MethodSource("longest")
  void a_time_below_zero_is_refused_however_long(Duration ever) {
    Duration below = ever.negated();
    Stream.<BiFunction<Builder, Duration, Builder>>of(Builder::askTimeout, Builder::stopDeadline, Builder::idleAfter,
        Builder::persistDeadline)
        .forEach(time -> assertThrows(IllegalArgumentException.class, () -> time.apply(builder(), below).open()));
    assertThrows(IllegalArgumentException.class, () -> Ledger.TYPE.idleAfter(below));
  }
}
