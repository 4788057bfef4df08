package dev.cairn.bench;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;

/** Persists what it is given and answers how often it was. */
final class Notebook implements PersistentActor<Notebook.Write, Notebook.Written, Notebook.Count> {
  record Write(byte[] bytes) implements Command<Write, Long> {}
  record Written(byte[] bytes) {}
  record Count(long notes) {}

  static final ActorType<Write, Written, Count> TYPE = ActorType.of(MethodHandles.lookup(), "notebook", Written.class,
      Count.class, Notebook::new);

  @Override
  public Count initialState() {
    return new Count(0);
  }

  @Override
  public Count apply(Count state, Written event) {
    return new Count(state.notes() + 1);
  }

  @Override
  public Reply handle(Write command, PersistentContext<Written, Count> ctx) {
    return command.reply(ctx.persist(new Written(command.bytes())).notes());
  }
}
