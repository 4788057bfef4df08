package dev.cairn.cli.child;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** The activator of a bundle that opens a system as it starts, and still writes while it stops. */
public final class WritesWhileItStops implements BundleActivator {
  private static final int NOTES = 100;
  private static final ActorType<Note, Noted, Notes> TYPE = ActorType.of(MethodHandles.lookup(), "notes", Noted.class,
      Notes.class, Notebook::new);

  private ActorSystem system;

  record Note() implements Command<Note, Long> {}

  record Noted() {}

  record Notes(long count) {}

  private static final class Notebook implements PersistentActor<Note, Noted, Notes> {
    @Override
    public Notes initialState() {
      return new Notes(0);
    }

    @Override
    public Notes apply(Notes notes, Noted event) {
      return new Notes(notes.count() + 1);
    }

    @Override
    public Reply handle(Note note, PersistentContext<Noted, Notes> ctx) {
      return note.reply(ctx.persist(new Noted()).count());
    }
  }

  /** For the framework. */
  public WritesWhileItStops() {}

  @Override
  public void start(BundleContext context) {
    system = ActorSystem.builder().data(Path.of("cairn-data")).open();
    System.out.println("open");
  }

  @Override
  public void stop(BundleContext context) {
    long last = 0;
    for (int i = 0; i < NOTES; i++) {
      last = system.entity(TYPE, "1").ask(new Note());
    }
    system.close();
    System.out.println("stopped after " + last);
  }
}
