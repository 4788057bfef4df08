package dev.cairn.bench;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.CountDownLatch;

/** Does as little as an actor can. */
final class Echo implements PersistentActor<Echo.Message<?>, Echo.Nothing, Echo.Nothing> {
  sealed interface Message<R> extends Command<Message<?>, R> {}
  record Tick(long number) implements Message<Boolean> {}
  record Last(CountDownLatch latch) implements Message<Boolean> {}
  record Ping(long number) implements Message<Long> {}
  record Nothing() {}

  static final ActorType<Message<?>, Nothing, Nothing> TYPE =
      ActorType.of(MethodHandles.lookup(), "echo", Nothing.class,
          Nothing.class, Echo::new);

  @Override
  public Nothing initialState() {
    return new Nothing();
  }

  @Override
  public Nothing apply(Nothing state, Nothing event) {
    return state;
  }

  @Override
  public Reply handle(Message<?> message, PersistentContext<Nothing, Nothing> ctx) {
    return switch (message) {
      case Tick tick -> tick.reply(true);
      case Ping ping -> ping.reply(ping.number());
      case Last last -> {
        last.latch().countDown();
        yield last.reply(true);
      }
    };
  }
}
