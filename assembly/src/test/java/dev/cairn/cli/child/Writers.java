package dev.cairn.cli.child;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.CairnException;
import dev.cairn.api.StoreInspector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A hundred actors that write without a pause, inside a bundle; spoken to in words of the JDK alone, since whoever
 * speaks is outside.
 *
 * <pre>
 *   backends       what can be found, a line for each
 *   open BACKEND FOLDER  opens a system
 *   write          starts the writers
 *   kept           how many were acknowledged
 *   written        how many were acknowledged, how many asks failed, and the longest one in milliseconds
 *   rest           ends the writers, and tells whose ledger is wrong
 *   close          closes the system
 *   ask            one ask: "kept", or what was thrown
 * </pre>
 */
public final class Writers implements UnaryOperator<String> {
  private static final int ACTORS = 100;

  private final List<Thread> threads = new ArrayList<>();
  private final List<ActorRef<Notebook.Request<?>>> actors = new ArrayList<>();
  private final AtomicLong[] kept = new AtomicLong[ACTORS];
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicLong longestNanos = new AtomicLong();
  private ActorSystem system;
  private volatile boolean resting;

  @Override
  public String apply(String word) {
    return switch (word.split(" ")[0]) {
      case "backends" -> backends();
      case "open" -> open(word.split(" ", 3));
      case "write" -> write();
      case "written" -> kept() + " " + failed.get() + " " + longestNanos.get() / 1_000_000;
      case "kept" -> String.valueOf(kept());
      case "rest" -> rest();
      case "ask" -> ask();
      case "close" -> close();
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static String backends() {
    return StoreInspector.backends().stream()
        .map(found -> found.name().orElse("?") + " of " + found.origin() + ": " + found.problem().orElse("usable")
            + "\n")
        .collect(Collectors.joining());
  }

  private String open(String[] words) {
    system = ActorSystem.builder().data(Path.of(words[2])).backend(words[1]).persistDeadline(Duration.ofSeconds(5))
        .askTimeout(Duration.ofSeconds(20)).open();
    for (int i = 0; i < ACTORS; i++) {
      actors.add(system.entity(Notebook.TYPE, "n" + i));
      kept[i] = new AtomicLong();
    }
    return "open";
  }

  private String write() {
    for (int i = 0; i < ACTORS; i++) {
      int actor = i;
      threads.add(Thread.ofVirtual().start(() -> write(actors.get(actor), kept[actor])));
    }
    return "writing";
  }

  private void write(ActorRef<Notebook.Request<?>> actor, AtomicLong acknowledged) {
    for (long number = acknowledged.get() + 1; !resting; number++) {
      long start = System.nanoTime();
      try {
        actor.ask(new Notebook.Note(number));
        acknowledged.set(number);
      } catch (CairnException e) {
        failed.incrementAndGet();
        System.out.println("failed " + actor + ": " + e + " because of " + e.getCause());
        return;
      }
      longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
    }
  }

  private String rest() {
    resting = true;
    threads.forEach(Writers::join);
    StringBuilder wrong = new StringBuilder();
    for (int i = 0; i < ACTORS; i++) {
      Notebook.Notes notes = actors.get(i).ask(new Notebook.Show());
      long numbers = kept[i].get();
      if (notes.count() != numbers || notes.last() != numbers || notes.sum() != numbers * (numbers + 1) / 2) {
        wrong.append(" n").append(i).append(" acknowledged ").append(numbers).append(" but holds ").append(notes);
      }
    }
    return wrong.isEmpty() ? "ledger right" : "ledger wrong:" + wrong;
  }

  private String ask() {
    try {
      system.entity(Notebook.TYPE, "single").ask(new Notebook.Note(1));
      return "kept";
    } catch (CairnException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  private String close() {
    system.close();
    return "closed";
  }

  private long kept() {
    long sum = 0;
    for (AtomicLong each : kept) {
      sum += each.get();
    }
    return sum;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
