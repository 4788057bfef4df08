package dev.cairn.bench;

import dev.cairn.api.Actor;
import dev.cairn.api.ActorContext;
import dev.cairn.api.Command;
import dev.cairn.api.Mailbox;
import dev.cairn.api.PlainType;
import dev.cairn.api.Reply;
import java.util.concurrent.CountDownLatch;

/** An actor that does as little as possible: the one actor, and the parent of all others. */
final class Echo implements Actor<Echo.Message<?>> {
  sealed interface Message<R> extends Command<Message<?>, R> {}
  record Tick(long number) implements Message<Boolean> {}
  record Last(CountDownLatch latch) implements Message<Boolean> {}
  record Ping(long number) implements Message<Long> {}
  record Spawn(int actors, CountDownLatch first) implements Message<Boolean> {}

  static final PlainType<Message<?>> TYPE = PlainType.of("echo", Echo::new);

  /** With a mailbox that blocks a faster sender. */
  static final PlainType<Message<?>> BLOCKING = TYPE.with(Mailbox.DEFAULT.whenFull(Mailbox.WhenFull.BLOCK));

  @Override
  public Reply handle(Message<?> message, ActorContext ctx) {
    return switch (message) {
      case Tick tick -> tick.reply(true);
      case Ping ping -> ping.reply(ping.number());
      case Last last -> {
        last.latch().countDown();
        yield last.reply(true);
      }
      case Spawn spawn -> {
        for (int i = 0; i < spawn.actors(); i++) {
          ctx.spawn(TYPE, "actor-" + i).tell(new Last(spawn.first()));
        }
        yield spawn.reply(true);
      }
    };
  }
}
