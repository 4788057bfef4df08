package dev.cairn.cli.child;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.Durability;
import dev.cairn.api.StoreInspector;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Says everything that is stored, and then writes numbers to many actors until somebody kills it, with a line for
 * each number that was acknowledged. Every other number goes to one of a few pipelined actors, which are read too. A
 * line is one write to a pipe, so it is whole or missing.
 *
 * <pre>
 *   begun                                the JVM runs, the store is not open
 *   stored ACTOR SEQUENCE NUMBER ID .    an event, read without the actor
 *   state ACTOR COUNT SUM LAST .         the actor after its recovery
 *   repeated ACTOR NUMBER SEQUENCE .     a command that was not executed again
 *   recovered                            that was all
 *   kept ACTOR NUMBER SEQUENCE .         an acknowledgement
 *   read ACTOR COUNT .                   what a pipelined actor has shown
 *   failed WHY                           this must not happen
 * </pre>
 */
public final class NoteWriter {
  private static final int ACTORS = 100;
  private static final int PIPELINED = 3;
  private static final int IN_FLIGHT = 96;
  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private final ActorSystem system;
  private final List<ActorRef<Notebook.Request<?>>> actors = new ArrayList<>();
  private final long[] last = new long[ACTORS];

  private NoteWriter(ActorSystem system) {
    this.system = system;
  }

  /** Takes the folder, the durability, and "write" or "read". */
  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[0]);
    say("begun");
    if (Files.exists(data.resolve("cairn.location"))) {
      inspect(data);
    }
    var builder = ActorSystem.builder().data(data).durability(Durability.valueOf(args[1]));
    try (var system = builder.askTimeout(Duration.ofMinutes(1)).open()) {
      var writer = new NoteWriter(system);
      writer.recover();
      if (args[2].equals("write")) {
        endWithParent();
        writer.write();
      }
    }
  }

  private static void inspect(Path data) {
    try (var inspector = StoreInspector.open(data)) {
      for (var store : inspector.stores()) {
        inspector.streams(store.name(), stream -> inspector.events(stream, event -> say("stored " + stream.id() + " "
            + event.sequence() + " " + event.fields().get("number") + " " + event.commandId().orElse("-") + " .")));
      }
    }
  }

  private void recover() {
    for (int i = 0; i < ACTORS; i++) {
      var actor = system.entity(i < PIPELINED ? Notebook.PIPELINED : Notebook.TYPE, "n" + i);
      actors.add(actor);
      var notes = actor.ask(new Notebook.Show());
      say("state " + actor.id() + " " + notes.count() + " " + notes.sum() + " " + notes.last() + " .");
      last[i] = notes.last();
      if (notes.last() > 0) {
        repeat(actor, notes.last());
        repeat(actor, Math.max(1, notes.last() - 500));
      }
    }
    say("recovered");
  }

  private static void repeat(ActorRef<Notebook.Request<?>> actor, long number) {
    try {
      say("failed " + actor.id() + " executed " + number + " again, as "
          + actor.ask(id(number), new Notebook.Note(number)));
    } catch (AlreadyDone done) {
      say("repeated " + actor.id() + " " + number + " " + done.sequence() + " .");
    }
  }

  private void write() {
    var free = new Semaphore(IN_FLIGHT);
    for (int step = 0;; step++) {
      free.acquireUninterruptibly();
      int i = step % 2 == 0 ? step / 2 % PIPELINED : PIPELINED + step / 2 % (ACTORS - PIPELINED);
      var actor = actors.get(i);
      long number = ++last[i];
      actor.askAsync(id(number), new Notebook.Note(number)).whenComplete((sequence, trouble) -> {
        say(trouble == null
            ? "kept " + actor.id() + " " + number + " " + sequence + " ."
            : "failed " + actor.id() + " " + number + " " + trouble);
        free.release();
      });
      if (i < PIPELINED) {
        actor.askAsync(new Notebook.Show()).thenAccept(notes -> say("read " + actor.id() + " " + notes.count() + " ."));
      }
    }
  }

  private static String id(long number) {
    return "note-" + number;
  }

  private static void endWithParent() {
    Thread.ofPlatform().daemon().start(() -> {
      try {
        System.in.transferTo(System.out);
      } catch (IOException e) {
        // a broken pipe is an end too
      }
      Runtime.getRuntime().halt(1);
    });
  }

  private static void say(String line) {
    try {
      OUT.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
