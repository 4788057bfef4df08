package dev.cairn.cli.child;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** An actor that keeps texts nobody else should see, and refuses to apply those that end with "!". */
final class Diary implements PersistentActor<Diary.Write, Diary.Written, Diary.Page> {
  static final ActorType<Write, Written, Page> TYPE = ActorType.of(
      MethodHandles.lookup(), "diary", Written.class, Page.class, Diary::new)
      .with(Persistence.full().snapshotEvery(10));

  /** Keeps a text; the answer is the sequence of its event. */
  record Write(String text) implements Command<Write, Long> {}

  /** A text was kept. */
  record Written(String text) {}

  /** The last text. */
  record Page(String text) {}

  @Override
  public Page initialState() { return new Page(""); }

  @Override
  public Page apply(Page page, Written event) {
    if (event.text().endsWith("!")) {
      throw new IllegalArgumentException("no shouting");
    }
    return new Page(event.text());
  }

  @Override
  public Reply handle(Write write, PersistentContext<Written, Page> ctx) {
    ctx.persist(new Written(write.text()));
    return write.reply(ctx.sequence());
  }
}
