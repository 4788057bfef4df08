package dev.cairn.cli.child;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** An actor that keeps numbers. */
final class Notebook implements PersistentActor<Notebook.Request<?>, Notebook.Noted, Notebook.Notes> {
  static final ActorType<Request<?>, Noted, Notes> TYPE = ActorType.of(
      MethodHandles.lookup(), "notebook", Noted.class, Notes.class, Notebook::new);

  /** One whose answers wait for the store while it goes on. */
  static final ActorType<Request<?>, Noted, Notes> PIPELINED = ActorType.of(
      MethodHandles.lookup(), "busy-notebook", Noted.class, Notes.class, Notebook::new)
      .with(Persistence.full().snapshotEvery(50).pipelined());

  /** What it can be asked. */
  sealed interface Request<R> extends Command<Request<?>, R> {}

  /** Keeps a number; the answer is the sequence of its event. */
  record Note(long number) implements Request<Long> {}

  /** Shows what is kept. */
  record Show() implements Request<Notes> {}

  /** A number was kept. */
  record Noted(long number) {}

  /** How many there are, what they add up to, and the last one. */
  record Notes(long count, long sum, long last) {}

  @Override
  public Notes initialState() { return new Notes(0, 0, 0); }

  @Override
  public Notes apply(Notes notes, Noted event) {
    return new Notes(notes.count() + 1, notes.sum() + event.number(), event.number());
  }

  @Override
  public Reply handle(Request<?> request, PersistentContext<Noted, Notes> ctx) {
    return switch (request) {
      case Note note -> {
        ctx.persist(new Noted(note.number()));
        yield note.reply(ctx.sequence());
      }
      case Show show -> show.reply(ctx.state());
    };
  }
}
