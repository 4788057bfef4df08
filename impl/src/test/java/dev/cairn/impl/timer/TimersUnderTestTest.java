package dev.cairn.impl.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import dev.cairn.impl.Patience;
import dev.cairn.testkit.ActorTest;
import dev.cairn.testkit.ManualTime;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Durable timers of an actor under test. */
@Timeout(60)
class TimersUnderTestTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final ActorType<Order<?>, Event, Status> TYPE =
      ActorType.of(MethodHandles.lookup(), "order", Event.class, Status.class, Ordered::new).timing(Remind.class);

  sealed interface Order<R> extends Command<Order<?>, R> {}

  record Place() implements Order<String> {}

  record Forget() implements Order<String> {}

  record Pay() implements Order<String> {}

  record Remind() implements Order<String> {}

  record Look() implements Order<String> {}

  record Event(String status) {}

  record Status(String text) {}

  static final class Ordered implements PersistentActor<Order<?>, Event, Status> {
    @Override
    public Status initialState() {
      return new Status("new");
    }

    @Override
    public Status apply(Status before, Event event) {
      return new Status(event.status());
    }

    @Override
    public Reply handle(Order<?> order, PersistentContext<Event, Status> ctx) {
      return switch (order) {
        case Place place -> {
          ctx.timers().durable("unpaid", ctx.now().plus(DAY), new Remind());
          yield place.reply(ctx.persist(new Event("placed")).text());
        }
        case Forget forget -> {
          ctx.timers().durable("unpaid", ctx.now().plus(DAY), new Remind());
          yield forget.reply("forgot to persist");
        }
        case Pay pay -> {
          ctx.timers().cancelDurable("unpaid");
          yield pay.reply(ctx.persist(new Event("paid")).text());
        }
        case Remind remind -> remind.reply(ctx.persist(new Event("reminded")).text());
        case Look look ->
            look.reply(ctx.state().text() + " " + ctx.timers().durable("unpaid").map(Instant::toString).orElse("-"));
      };
    }
  }

  @Test
  void a_timer_is_pending_with_its_event_and_refused_without_one() {
    var test = ActorTest.of(TYPE);
    test.when(new Forget()).thenThrows(IllegalStateException.class);
    test.when(new Look()).thenReply("new -");
    test.when(new Place()).thenEvents(new Event("placed"));
    test.when(new Look()).thenReply("placed 2000-01-02T00:00:00Z");
    test.when(new Pay()).thenReply("paid");
    test.when(new Look()).thenReply("paid -");
  }

  @Test
  void in_a_system_it_fires_once_the_test_has_moved_the_time() {
    var time = new ManualTime();
    try (ActorSystem system =
        ActorSystem.builder().data(Path.of("memory")).backend("memory").time(time).types(TYPE).open()) {
      ActorRef<Order<?>> one = system.entity(TYPE, "1");
      ActorRef<Order<?>> other = system.entity(TYPE, "2");
      one.ask(new Place());
      other.ask(new Place());
      other.ask(new Pay());
      time.advance(DAY.minusMillis(1));
      assertEquals("placed 2000-01-02T00:00:00Z", one.ask(new Look()));
      time.advance(Duration.ofMillis(1));
      Patience.until(() -> one.ask(new Look()).equals("reminded -"));
      assertEquals("paid -", other.ask(new Look()));
    }
  }
}
