package dev.cairn.testkit;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** A shopping basket; a test chooses how it applies an event. */
final class Basket implements PersistentActor<Basket.Order<?>, Basket.Event, Basket.Content> {
  sealed interface Order<R> extends Command<Order<?>, R> {}
  record Put(String thing, int... amounts) implements Order<Integer> {}
  record Count() implements Order<Integer> {}
  record Break(String thing) implements Order<Integer> {}
  record Sneak(String thing, boolean persists) implements Order<Integer> {}
  record Wait() implements Order<Integer> {}
  record Time() implements Order<Instant> {}
  record Empty() implements Order<Long> {}

  sealed interface Event {}
  record Added(String thing, int[] amounts) implements Event {}

  record Content(List<Added> things) {}

  private final BiFunction<Content, Event, Content> apply;
  private boolean started;

  private Basket(BiFunction<Content, Event, Content> apply) {
    this.apply = apply;
  }

  static final ActorType<Order<?>, Event, Content> TYPE = type(Basket::added);

  static ActorType<Order<?>, Event, Content> type(BiFunction<Content, Event, Content> apply) {
    return ActorType.of(MethodHandles.lookup(), "basket", Event.class, Content.class, () -> new Basket(apply));
  }

  static Content added(Content state, Event event) {
    if (((Added) event).thing().isEmpty()) {
      throw new IllegalArgumentException("nothing");
    }
    var things = new ArrayList<>(state.things());
    things.add((Added) event);
    return new Content(things);
  }

  @Override
  public Content initialState() {
    return new Content(new ArrayList<>());
  }

  @Override
  public Content apply(Content state, Event event) {
    return apply.apply(state, event);
  }

  @Override
  public void started(PersistentContext<Event, Content> ctx) {
    started = true;
  }

  @Override
  public Reply handle(Order<?> command, PersistentContext<Event, Content> ctx) {
    if (!started) {
      throw new IllegalStateException("not started");
    }
    return switch (command) {
      case Put put when put.amounts().length == 0 -> put.refuse("no amount");
      case Put put -> put.reply(ctx.persist(new Added(put.thing(), put.amounts())).things().size());
      case Count count -> count.reply(ctx.state().things().size());
      case Sneak sneak -> {
        ctx.state().things().add(new Added(sneak.thing(), new int[0]));
        yield sneak
            .reply((sneak.persists() ? ctx.persist(new Added("bread", new int[0])) : ctx.state()).things().size());
      }
      case Wait wait -> ctx.later(wait);
      case Empty empty -> {
        ctx.purge();
        yield empty.reply(ctx.sequence());
      }
      case Time time -> time.reply(ctx.now());
      case Break broken -> {
        ctx.persist(new Added(broken.thing(), new int[0]));
        throw new IllegalStateException("broken");
      }
    };
  }
}
