package dev.cairn.backend.postgresql;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** Writes down words, and forgets those that its newest snapshot covers as soon as no reader needs them any more. */
public final class Notebook implements PersistentActor<Notebook.Order<?>, Notebook.Noted, Notebook.Pages> {
  static final ActorType<Order<?>, Noted, Pages> TYPE =
      ActorType.of(MethodHandles.lookup(), "notebook", Noted.class, Pages.class, Notebook::new)
          .with(Persistence.full().snapshotEvery(7).keepSnapshots(1).compactOnSnapshot(true));

  public sealed interface Order<R> extends Command<Order<?>, R> {}

  /** Answers with the sequence of the word. */
  record Note(String word) implements Order<Long> {}

  /** Answers with the number of words. */
  record Count() implements Order<Long> {}

  public sealed interface Noted {}

  record Written(String word) implements Noted {}

  public record Pages(long words) {}

  @Override
  public Pages initialState() {
    return new Pages(0);
  }

  @Override
  public Pages apply(Pages pages, Noted event) {
    return new Pages(pages.words() + 1);
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Noted, Pages> ctx) {
    return switch (order) {
      case Note note -> note.reply(ctx.persist(new Written(note.word())).words());
      case Count count -> count.reply(ctx.state().words());
    };
  }
}
