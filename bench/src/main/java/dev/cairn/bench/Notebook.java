package dev.cairn.bench;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/** Persists notes, keeps the last note, and answers the number of notes. */
final class Notebook implements PersistentActor<Notebook.Write, Notebook.Written, Notebook.Count> {
  record Write(List<byte[]> notes) implements Command<Write, Long> {
    static Write of(int notes) {
      List<byte[]> all = new ArrayList<>(notes);
      while (all.size() < notes) {
        all.add(Workload.payload());
      }
      return new Write(all);
    }
  }
  record Written(byte[] bytes) {}
  record Count(long notes, byte[] last) {}

  static final ActorType<Write, Written, Count> TYPE = ActorType.of(MethodHandles.lookup(), "notebook", Written.class,
      Count.class, Notebook::new);

  static final ActorType<Write, Written, Count> LIGHT = TYPE.with(Persistence.light());

  static final ActorType<Write, Written, Count> COMPACT =
      TYPE.with(Persistence.full().snapshotEvery(20).keepSnapshots(1).compactOnSnapshot(true));

  /** Each actor has a key of its own. */
  static final ActorType<Write, Written, Count> PERSONAL = TYPE.personal();

  static final ActorType<Write, Written, Count> PIPELINED = TYPE.with(Persistence.full().pipelined());

  /** Takes no snapshot until passivation, so that its events have to be read. */
  static final ActorType<Write, Written, Count> LONG = TYPE.with(Persistence.full().snapshotEvery(Integer.MAX_VALUE));

  @Override
  public Count initialState() {
    return new Count(0, new byte[0]);
  }

  @Override
  public Count apply(Count state, Written event) {
    return new Count(state.notes() + 1, event.bytes());
  }

  @Override
  public Reply handle(Write command, PersistentContext<Written, Count> ctx) {
    if (command.notes().isEmpty()) {
      return command.reply(ctx.state().notes());
    }
    List<Written> events = new ArrayList<>(command.notes().size());
    for (byte[] note : command.notes()) {
      events.add(new Written(note));
    }
    return command.reply(ctx.persistAll(events).notes());
  }
}
