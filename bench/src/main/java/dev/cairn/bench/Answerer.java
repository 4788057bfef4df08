package dev.cairn.bench;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** Answers bytes with their number, and stores nothing. */
final class Answerer implements PersistentActor<Answerer.Question<?>, Answerer.Never, Answerer.Nothing> {
  sealed interface Question<R> extends Command<Question<?>, R> {}
  record Count(byte[] bytes) implements Question<Long> {}
  sealed interface Never {}
  record NotStored(long number) implements Never {}
  record Nothing(long number) {}

  static final ActorType<Question<?>, Never, Nothing> TYPE =
      ActorType.of(MethodHandles.lookup(), "answerer", Never.class, Nothing.class, Answerer::new);

  @Override
  public Nothing initialState() {
    return new Nothing(0);
  }

  @Override
  public Nothing apply(Nothing before, Never event) {
    return before;
  }

  @Override
  public Reply handle(Question<?> question, PersistentContext<Never, Nothing> ctx) {
    return switch (question) {
      case Count count -> count.reply((long) count.bytes().length);
    };
  }
}
