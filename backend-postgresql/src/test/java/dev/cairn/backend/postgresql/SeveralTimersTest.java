package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.Durability;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StreamKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Durable timers in a location that three processes write. In each turn each process sets some, then one process is
 * killed, another one is stopped for a while, and the third fires what is due. {@code -Dcairn.timers.turns} makes more
 * turns, with {@code -Dcairn.timers.seed} the same again.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class SeveralTimersTest {
  private static final int TURNS = Integer.getInteger("cairn.timers.turns", 1);
  private static final int ACTORS = 3;
  private static final int ORDERS = 4;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir
  Path folder;

  private final Location location = new Location(Path.of("."), TestServer.settings()).withRole();
  private final List<SharedChild> all = new ArrayList<>();
  private final SharedChild[] running = new SharedChild[3];
  private final Map<String, List<String>> expected = new HashMap<>();

  @AfterEach
  void end_all() throws InterruptedException {
    for (SharedChild child : all) {
      child.kill();
    }
  }

  private void start(int place) {
    running[place] = SharedChild.start("ring", folder, location.schema(), "ring" + all.size());
    all.add(running[place]);
  }

  private static void await(SharedChild child, String line) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!child.hasSaid(line)) {
      assertTrue(System.nanoTime() < deadline, () -> "A process has not said '" + line + "': " + child.said());
      LockSupport.parkNanos(10_000_000);
    }
  }

  private void set(int place, String actor, String name, long millis, String text) throws IOException {
    running[place].tell("set " + actor + " " + name + " " + millis + " " + text);
  }

  /** The first actor's timer rings at once, the next ones a little later each. */
  private void setAll(int place, int turn) throws IOException {
    for (int number = 0; number < ACTORS; number++) {
      String actor = actor(place, number);
      set(place, actor, "replaced" + turn, 4000, "never" + turn);
      set(place, actor, "cancelled" + turn, 4000, "never" + turn);
      set(place, actor, "replaced" + turn, 200 + 300L * number, "turn" + turn);
      running[place].tell("cancel " + actor + " cancelled" + turn);
      expected.computeIfAbsent(actor, key -> new ArrayList<>()).add("turn" + turn);
    }
    await(running[place], "done " + actor(place, ACTORS - 1) + " cancelled" + turn + " cancelled");
  }

  private static String actor(int place, int number) {
    return "p" + place + "a" + number;
  }

  @Test
  void a_timer_of_a_killed_or_stopped_process_takes_effect_once_in_another_one(TestReporter reporter)
      throws Exception {
    long seed = Long.getLong("cairn.timers.seed", System.nanoTime() % 1_000_000);
    reporter.publishEntry("seed", Long.toString(seed));
    SplittableRandom random = new SplittableRandom(seed);
    for (int place = 0; place < 3; place++) {
      start(place);
      if (place == 0) {
        await(running[0], "open"); // the first one keeps the index
      }
    }
    int killed = 0;
    int stopped = 1;
    takeTurn(0, killed, stopped);
    for (int turn = 1; turn < TURNS; turn++) {
      start(killed);
      killed = random.nextInt(3);
      stopped = (killed + 1 + random.nextInt(2)) % 3;
      takeTurn(turn, killed, stopped);
    }
    running[3 - killed - stopped].kill();
    check(running[stopped]);
  }

  /** Who was stopped had the same timers in memory: it has come to know that they have rung. */
  private void check(SharedChild stopped) throws IOException {
    for (String actor : expected.keySet()) {
      stopped.tell("set " + actor + " last 100 last");
    }
    for (Map.Entry<String, List<String>> actor : expected.entrySet()) {
      await(stopped, "rang " + actor.getKey() + " last");
      stopped.tell("look " + actor.getKey());
      await(stopped, "has " + actor.getKey() + " " + String.join(",", actor.getValue()) + ",last");
    }
  }

  private void takeTurn(int turn, int killed, int stopped) throws Exception {
    for (SharedChild child : running) {
      await(child, "open");
    }
    int well = 3 - killed - stopped;
    for (int place = 0; place < 3; place++) {
      setAll(place, turn);
    }
    for (int place = 0; place < 3; place++) {
      await(running[place], "rang " + actor(place, 0) + " turn" + turn); // in the process that has the actor
    }
    running[killed].kill();
    running[stopped].signal("STOP");
    for (int number = 0; number < ACTORS; number++) {
      await(running[well], "rang " + actor(well, number) + " turn" + turn);
      awaitEvents(actor(killed, number), turn); // one that was stored at the last moment was not said
      awaitEvents(actor(stopped, number), turn);
    }
    running[stopped].signal("CONT");
  }

  /** Waits until a timer has rung in each turn, besides the orders that an actor got. */
  private void awaitEvents(String actor, int turn) {
    StreamKey stream = new StreamKey("main", "clock", actor);
    long wanted = (ORDERS + 1) * (turn + 1L);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    try (Backend backend = location.in(folder.resolve("ring0")).open(BackendConfig.Mode.READ, Durability.SYNC)) {
      while (last(backend, stream) < wanted) {
        assertTrue(System.nanoTime() < deadline, () -> "The timer of " + actor + " has not rung.");
        LockSupport.parkNanos(20_000_000);
      }
      assertEquals(wanted, last(backend, stream), actor);
    }
  }

  private static long last(Backend backend, StreamKey stream) {
    try (Recovery recovery = backend.recover(stream, 0)) {
      return recovery.head().last();
    }
  }
}
