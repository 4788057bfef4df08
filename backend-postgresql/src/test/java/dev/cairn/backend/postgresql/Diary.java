package dev.cairn.backend.postgresql;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** Another type of actor than the notebook, so that a store has to learn of it. */
public final class Diary implements PersistentActor<Diary.Order<?>, Diary.Entry, Diary.Length> {
  static final ActorType<Order<?>, Entry, Length> TYPE =
      ActorType.of(MethodHandles.lookup(), "diary", Entry.class, Length.class, Diary::new);

  public sealed interface Order<R> extends Command<Order<?>, R> {}

  record Write(String text) implements Order<Long> {}

  record Size() implements Order<Long> {}

  public sealed interface Entry {}

  record Day(String text) implements Entry {}

  public record Length(long days) {}

  @Override
  public Length initialState() {
    return new Length(0);
  }

  @Override
  public Length apply(Length length, Entry event) {
    return new Length(length.days() + 1);
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Entry, Length> ctx) {
    return switch (order) {
      case Write write -> write.reply(ctx.persist(new Day(write.text())).days());
      case Size size -> size.reply(ctx.state().days());
    };
  }
}
