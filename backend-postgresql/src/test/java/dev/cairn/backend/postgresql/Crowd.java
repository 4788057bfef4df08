package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.AskTimeout;
import dev.cairn.api.Durability;
import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.PersistException;
import dev.cairn.api.Position;
import dev.cairn.api.RecoveryFailed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.TestReporter;

/**
 * Systems of this process that write one location side by side, and one more that follows its log. What they were told
 * is kept here, outside the server, and held against the log in the end.
 */
final class Crowd implements AutoCloseable {
  private static final int THREADS = 3;
  private static final int ACTORS = 4;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** A word in the diary of an actor. */
  record Entry(String actor, long sequence, String word) {}

  /**
   * What a writer was told to be stored.
   *
   * @param life of the server, 0 where one ended between the question and the answer
   */
  record Told(Entry entry, int life, long sentAt, long toldAt) {}

  /**
   * What the follower was told to be lost.
   *
   * @param after the last event before
   * @param given how many events it had been given
   */
  record Loss(Position after, int given) {}

  private final class Reader implements EventHandler {
    @Override
    public void event(LoggedEvent event) {
      seen.add(event);
    }

    @Override
    public void lost(LogOffset after) {
      losses.add(new Loss(after.position(), seen.size()));
    }
  }

  private final Path folder;
  private final Map<String, String> settings;
  private final Durability durability;
  private final boolean sharing;
  private final List<ActorSystem> systems = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Told> stored = new ConcurrentLinkedQueue<>();
  private final Queue<LoggedEvent> seen = new ConcurrentLinkedQueue<>();
  private final List<Loss> losses = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final AtomicInteger words = new AtomicInteger();
  private final AtomicLong longestPause = new AtomicLong();
  private final ActorSystem reading;
  private final EventLog.Following following;
  private volatile int life = 1;
  private volatile boolean over;

  private Crowd(Path folder, String url, int systems, Durability durability, boolean sharing) {
    this.folder = folder;
    this.settings = Map.of("url", url, "user", "postgres", "writers", systems == 1 ? "one" : "many", "connections",
        "4", "timeout-seconds", "5");
    this.durability = durability;
    this.sharing = sharing;
    for (int number = 0; number < systems; number++) {
      this.systems.add(open("writing" + number));
    }
    this.reading = systems == 1 ? this.systems.get(0) : open("reading");
    this.following = reading.log("main").follow("all", new Reader());
  }

  /**
   * Begins to write. One system writes alone, and follows itself.
   *
   * @param sharing whether systems take actors over from each other, too
   */
  static Crowd of(int systems, Path folder, String url, Durability durability, boolean sharing) {
    Crowd crowd = new Crowd(folder, url, systems, durability, sharing);
    for (int number = 0; number < systems * THREADS; number++) {
      int of = number % systems;
      crowd.threads.add(Thread.ofPlatform().daemon().start(() -> crowd.write(of)));
    }
    return crowd;
  }

  private ActorSystem open(String name) {
    ActorSystem.Builder builder = ActorSystem.builder().data(folder.resolve(name)).backend("postgresql")
        .durability(durability).askTimeout(Duration.ofSeconds(40)).persistDeadline(Duration.ofSeconds(30));
    settings.forEach(builder::setting);
    return builder.open();
  }

  private void write(int system) {
    while (!over) {
      int actor = ThreadLocalRandom.current().nextInt(2 * ACTORS);
      boolean shared = sharing && actor < ACTORS;
      long since = System.nanoTime();
      tell(systems.get(system), shared ? "shared" + actor : "own" + system + "-" + actor,
          "word" + words.incrementAndGet());
      longestPause.accumulateAndGet(shared ? 0 : System.nanoTime() - since, Math::max);
    }
  }

  /** Gives one command until it is known to be done. */
  private void tell(ActorSystem system, String actor, String word) {
    ActorRef<Diary.Order<?>> diary = system.entity(Diary.TYPE, actor);
    for (boolean done = false; !done;) {
      long sentAt = System.nanoTime();
      int then = life;
      try {
        add(new Entry(actor, diary.ask(word, new Diary.Write(word)), word), then, sentAt);
        done = true;
      } catch (AlreadyDone before) {
        add(new Entry(actor, before.sequence(), word), 0, sentAt);
        done = true;
      } catch (PersistException | RecoveryFailed | AskTimeout e) {
        failures.merge(e.getMessage().replace(actor, "ACTOR").replaceAll("[0-9]+", "N"), 1, Integer::sum);
        done = over;
      } catch (RuntimeException e) {
        failures.merge("not expected: " + e, 1, Integer::sum);
        done = true;
      }
    }
  }

  private void add(Entry entry, int then, long sentAt) {
    stored.add(new Told(entry, then == life ? then : 0, sentAt, System.nanoTime()));
  }

  /** The server is dead, and not started yet. */
  void endLife() {
    life++;
  }

  /** Waits until so many more words are stored. */
  void awaitMore(int more) {
    int now = stored.size();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (stored.size() < now + more) {
      assertTrue(System.nanoTime() < deadline, () -> "nobody goes on: " + failures);
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Ends writing, and returns the log as it is then: it is whole, and the follower has read it to its end. */
  List<LoggedEvent> end() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    List<LoggedEvent> log = new ArrayList<>();
    EventLog all = systems.get(0).log("main");
    for (EventLog.Page page = all.read(all.start(), 1000); !page.events().isEmpty(); page =
        all.read(page.next(), 1000)) {
      log.addAll(page.events());
    }
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (following.offset().position().compareTo(log.getLast().offset().position()) < 0) {
      assertTrue(System.nanoTime() < deadline, () -> "The follower does not go on: " + following.trouble());
      LockSupport.parkNanos(5_000_000);
    }
    requireWhole(log);
    return log;
  }

  static Entry entry(LoggedEvent event) {
    return new Entry(event.id(), event.sequence(), event.commandId().orElse("-"));
  }

  /** What the writers were told to be stored, in the order in which they heard it. */
  List<Told> stored() {
    return List.copyOf(stored);
  }

  /** What the follower was given, in order. */
  List<LoggedEvent> seen() {
    return List.copyOf(seen);
  }

  /** What the follower was told to be lost, in order. */
  List<Loss> losses() {
    return losses;
  }

  /** What the writers were told instead, and how often. */
  Map<String, Integer> failures() {
    return failures;
  }

  /**
   * The log has each word once, the events of each actor one after the other, and each actor that one system has for
   * itself knows them all.
   */
  private void requireWhole(List<LoggedEvent> log) {
    Map<String, Long> lasts = new HashMap<>();
    Map<String, Position> places = new HashMap<>();
    Position before = new Position(0, 0);
    for (LoggedEvent event : log) {
      Entry entry = entry(event);
      assertEquals(lasts.merge(entry.actor(), 1L, Long::sum), entry.sequence(), () -> "the next event of " + entry);
      assertEquals(null, places.put(entry.word(), event.offset().position()), () -> "twice: " + entry);
      assertTrue(before.compareTo(event.offset().position()) < 0, () -> "not after the event before: " + entry);
      before = event.offset().position();
    }
    lasts.keySet().removeIf(actor -> !actor.startsWith("own"));
    lasts.forEach((actor, last) -> assertEquals(last, size(actor), () -> "what " + actor + " knows of itself"));
  }

  private long size(String actor) {
    int system = Integer.parseInt(actor.substring("own".length(), actor.indexOf('-')));
    return systems.get(system).entity(Diary.TYPE, actor).ask(new Diary.Size());
  }

  /** Nothing that was told to be stored is missing, and the follower was given the whole log once. */
  void requireNothingLost(List<LoggedEvent> log) {
    Map<String, Entry> logged = new HashMap<>();
    log.forEach(event -> logged.put(entry(event).word(), entry(event)));
    stored.forEach(told -> assertEquals(told.entry(), logged.get(told.entry().word()), "what was told to be stored"));
    assertEquals(log.stream().map(Crowd::entry).toList(), seen.stream().map(Crowd::entry).toList());
    assertEquals(List.of(), losses);
    assertTrue(following.trouble().isEmpty(), () -> "trouble: " + following.trouble());
  }

  void report(TestReporter reporter, String what) {
    reporter.publishEntry(what, stored.size() + " words stored, longest pause of an actor of one system "
        + TimeUnit.NANOSECONDS.toMillis(longestPause.get()) + " ms, told " + failures);
  }

  @Override
  public void close() {
    over = true;
    systems.forEach(ActorSystem::close);
    reading.close();
  }
}
