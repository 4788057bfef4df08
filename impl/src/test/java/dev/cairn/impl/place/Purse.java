package dev.cairn.impl.place;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** An actor for tests of placement: all that it takes and answers can be carried. */
public final class Purse implements PersistentActor<Purse.Order<?>, Purse.Put, Purse.Content> {
  static final ActorType<Order<?>, Put, Content> TYPE = ActorType
      .of(MethodHandles.lookup(), "purse", Put.class, Content.class, Purse::new).refusing(TooMuch.class, Reason.class);
  static volatile CountDownLatch gate = new CountDownLatch(0);
  static volatile CountDownLatch atGate = new CountDownLatch(0);

  public sealed interface Order<R> extends Command<Order<?>, R> {}

  public record Add(long amount) implements Order<Long> {}

  public record Look() implements Order<Content> {}

  public record Echo(String text, List<Integer> numbers, Optional<Coin> coin) implements Order<Optional<Coin>> {}

  public record Nothing() implements Order<Void> {}

  public record Refuse(Refusal kind) implements Order<Long> {}

  public record Fail(String text) implements Order<Long> {}

  public record Wait() implements Order<Long> {}

  public record Later(long amount) implements Order<Long> {}

  public record Stash() implements Order<Long> {}

  public record Coin(String metal, long worth) {}

  public enum Refusal {
    TEXT, CONSTANT, RECORD, UNDECLARED
  }

  public enum Reason {
    CLOSED, EMPTY
  }

  public record TooMuch(long most) {}

  public record Undeclared(long most) {}

  public record Put(long amount) {}

  public record Content(long total, long puts) {}

  private boolean stashed;

  @Override
  public Content initialState() {
    return new Content(0, 0);
  }

  @Override
  public Content apply(Content before, Put put) {
    return new Content(before.total() + put.amount(), before.puts() + 1);
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Put, Content> ctx) {
    return switch (order) {
      case Add add -> add.reply(ctx.persist(new Put(add.amount())).total());
      case Look look -> look.reply(ctx.state());
      case Echo echo -> echo.reply(echo.coin());
      case Nothing nothing -> nothing.reply(null);
      case Refuse refuse -> refuse.refuse(switch (refuse.kind()) {
        case TEXT -> "not today";
        case CONSTANT -> Reason.EMPTY;
        case RECORD -> new TooMuch(7);
        case UNDECLARED -> new Undeclared(8);
      });
      case Fail fail -> throw new IllegalStateException(fail.text());
      case Wait wait -> {
        atGate.countDown();
        awaitGate();
        yield wait.reply(ctx.state().total());
      }
      case Later later -> {
        var answer = ctx.later(later);
        ctx.timers().once("later", Duration.ofMinutes(10), new Nothing());
        Thread.ofVirtual().start(() -> {
          awaitGate();
          answer.reply(later.amount());
        });
        yield answer;
      }
      case Stash stash when !stashed -> {
        stashed = true;
        yield ctx.stash(stash);
      }
      case Stash stash -> stash.reply(ctx.state().total());
    };
  }

  private static void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
