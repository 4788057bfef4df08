package dev.cairn.impl.actor;

import dev.cairn.api.Actor;
import dev.cairn.api.ActorContext;
import dev.cairn.api.Command;
import dev.cairn.api.PlainType;
import dev.cairn.api.Reply;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** A plain actor for tests that does what its commands say, and writes down what happens to it. */
final class Puppet implements Actor<Puppet.Act<?>> {
  private final List<String> diary;
  private final Consumer<ActorContext> started;
  private final Consumer<ActorContext> stopped;
  private int handled;

  sealed interface Act<R> extends Command<Act<?>, R> {}

  /** Answers what a function returns. */
  record Do<R>(Function<ActorContext, R> body) implements Act<R> {}

  /** Returns what a function returns. */
  record Return(BiFunction<Return, ActorContext, Reply> body) implements Act<String> {}

  /** Writes a word down. */
  record Say(String word) implements Act<String> {}

  /** How many commands this instance has handled before. */
  record Handled() implements Act<Integer> {}

  private Puppet(List<String> diary, Consumer<ActorContext> started, Consumer<ActorContext> stopped) {
    this.diary = diary;
    this.started = started;
    this.stopped = stopped;
  }

  static PlainType<Act<?>> type(List<String> diary) {
    return type(diary, ctx -> diary.add("started"), ctx -> diary.add("stopped"));
  }

  static PlainType<Act<?>> type(List<String> diary, Consumer<ActorContext> started, Consumer<ActorContext> stopped) {
    return PlainType.of("puppet", () -> new Puppet(diary, started, stopped));
  }

  static PlainType<Act<?>> type() {
    return type(new CopyOnWriteArrayList<>(), ctx -> {
    }, ctx -> {
    });
  }

  static Do<String> tell(Consumer<ActorContext> body) {
    return new Do<>(ctx -> {
      body.accept(ctx);
      return "done";
    });
  }

  static Do<String> fail(String why) {
    return tell(ctx -> {
      throw new IllegalStateException(why);
    });
  }

  @Override
  public void started(ActorContext ctx) {
    started.accept(ctx);
  }

  @Override
  public Reply handle(Act<?> command, ActorContext ctx) {
    int before = handled++;
    return switch (command) {
      case Do<?> act -> answer(act, ctx);
      case Return act -> act.body().apply(act, ctx);
      case Say say -> {
        diary.add(say.word());
        yield say.reply(say.word());
      }
      case Handled count -> count.reply(before);
    };
  }

  private static <R> Reply answer(Do<R> act, ActorContext ctx) {
    return act.reply(act.body().apply(ctx));
  }

  @Override
  public void stopped(ActorContext ctx) {
    stopped.accept(ctx);
  }
}
