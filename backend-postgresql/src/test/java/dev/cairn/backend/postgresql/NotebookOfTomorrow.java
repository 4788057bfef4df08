package dev.cairn.backend.postgresql;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** The {@link Notebook} of a newer program: it also erases. */
public final class NotebookOfTomorrow implements
    PersistentActor<NotebookOfTomorrow.Order<?>, NotebookOfTomorrow.Noted, NotebookOfTomorrow.Pages> {
  static final ActorType<Order<?>, Noted, Pages> TYPE =
      ActorType.of(MethodHandles.lookup(), "notebook", Noted.class, Pages.class, NotebookOfTomorrow::new);

  public sealed interface Order<R> extends Command<Order<?>, R> {}

  record Erase(String word) implements Order<Long> {}

  public sealed interface Noted {}

  record Written(String word) implements Noted {}

  record Erased(String word) implements Noted {}

  public record Pages(long words) {}

  @Override
  public Pages initialState() {
    return new Pages(0);
  }

  @Override
  public Pages apply(Pages pages, Noted event) {
    return new Pages(pages.words() + (event instanceof Written ? 1 : -1));
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Noted, Pages> ctx) {
    return switch (order) {
      case Erase erase -> erase.reply(ctx.persist(new Erased(erase.word())).words());
    };
  }
}
