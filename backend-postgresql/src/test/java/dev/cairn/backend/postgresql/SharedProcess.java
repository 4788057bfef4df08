package dev.cairn.backend.postgresql;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.AskTimeout;
import dev.cairn.api.EventLog;
import dev.cairn.api.PersistException;
import dev.cairn.api.RecoveryFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One of several processes on one location: {@code write | follow | answer | append | ring FOLDER URL SCHEMA NAME}. It
 * says on its standard output what it was told, and ends when its standard input does. One that answers reads {@code
 * note ACTOR WORD} and {@code count ACTOR} there; one that appends reads what {@link Appending} shows, and one that
 * rings what {@link AlarmClock} does.
 *
 * <pre>
 *   ok ACTOR SEQUENCE WORD       the word is stored
 *   told EXCEPTION ACTOR WORD    it may not be; the same command is given again
 *   event ACTOR SEQUENCE WORD    what the follower reads
 *   words ACTOR NUMBER           the answer to a note or a count
 * </pre>
 */
public final class SharedProcess {
  private static final int THREADS = 4;
  private static final int SHARED_ACTORS = 4;
  private static volatile boolean over;

  private SharedProcess() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    ActorSystem.Builder builder = ActorSystem.builder().data(Path.of(arguments[1])).backend("postgresql")
        .setting("url", arguments[2]).setting("user", arguments[3]).setting("schema", arguments[3])
        .setting("writers", "many").setting("connections", "4").setting("timeout-seconds", "5")
        .askTimeout(Duration.ofSeconds(20));
    if (arguments[0].equals("ring")) {
      builder.types(AlarmClock.TYPE);
    }
    try (ActorSystem system = builder.open()) {
      say("open");
      switch (arguments[0]) {
        case "follow" -> follow(system, arguments[4]);
        case "answer" -> answer(system);
        case "append" -> Appending.answer(system);
        case "ring" -> AlarmClock.answer(system);
        default -> write(system, arguments[4]);
      }
    }
    say("end");
  }

  static synchronized void say(String line) {
    System.out.println(line);
  }

  private static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
    over = true;
  }

  private static void follow(ActorSystem system, String reader) throws IOException {
    try (EventLog.Following following = system.log("main").follow(reader, event -> say("event " + event.id() + " "
        + event.sequence() + " " + event.commandId().orElse("-")))) {
      say("follows");
      awaitEndOfInput();
      following.trouble().ifPresent(trouble -> say("trouble " + trouble));
    }
  }

  private static void answer(ActorSystem system) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      ActorRef<Notebook.Order<?>> notebook = system.entity(Notebook.TYPE, words[1]);
      long number =
          words[0].equals("note") ? notebook.ask(new Notebook.Note(words[2])) : notebook.ask(new Notebook.Count());
      say("words " + words[1] + " " + number);
    }
  }

  private static void write(ActorSystem system, String name) throws IOException, InterruptedException {
    AtomicLong words = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < THREADS; number++) {
      threads.add(Thread.ofPlatform().start(() -> {
        while (!over) {
          int actor = ThreadLocalRandom.current().nextInt(2 * SHARED_ACTORS);
          note(system, actor < SHARED_ACTORS ? "shared" + actor : name + actor,
              name + "-" + words.incrementAndGet());
        }
      }));
    }
    awaitEndOfInput();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Gives one command until it is known to be done. */
  private static void note(ActorSystem system, String actor, String word) {
    ActorRef<Notebook.Order<?>> notebook = system.entity(Notebook.TYPE, actor);
    while (true) {
      try {
        say("ok " + actor + " " + notebook.ask(word, new Notebook.Note(word)) + " " + word);
        return;
      } catch (AlreadyDone done) {
        say("ok " + actor + " " + done.sequence() + " " + word);
        return;
      } catch (PersistException | RecoveryFailed | AskTimeout e) {
        say("told " + e.getClass().getSimpleName() + " " + actor + " " + word);
        if (over) {
          return;
        }
      } catch (RuntimeException e) {
        say("odd " + e);
        return;
      }
    }
  }
}
