package dev.cairn.cli.demo;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** Remembers the input of a folder, so that rows of two inputs never meet in one account. */
final class Import implements PersistentActor<Import.Begin, Import.Started, Import.Origin> {
  static final ActorType<Begin, Started, Origin> TYPE = ActorType.of(
      MethodHandles.lookup(), "import", Started.class, Origin.class, Import::new);

  /** The one actor of this type in a store. */
  static final String ID = "input";

  /** Begins an import, or goes on with it. The answer is the input's name at the first import. */
  record Begin(String name, long rows, String sha256) implements Command<Begin, String> {}

  /** The first import began. */
  record Started(String name, long rows, String sha256) {}

  /** The input of the folder; no rows before the first import. */
  record Origin(String name, long rows, String sha256) {}

  @Override
  public Origin initialState() {
    return new Origin("", 0, "");
  }

  @Override
  public Origin apply(Origin none, Started event) {
    return new Origin(event.name(), event.rows(), event.sha256());
  }

  @Override
  public Reply handle(Begin begin, PersistentContext<Started, Origin> ctx) {
    Origin origin = ctx.sequence() > 0
        ? ctx.state()
        : ctx.persist(new Started(begin.name(), begin.rows(), begin.sha256()));
    return origin.sha256().equals(begin.sha256())
        ? begin.reply(origin.name())
        : begin.refuse(origin.name() + " with " + origin.rows() + " rows, SHA-256 " + origin.sha256());
  }
}
