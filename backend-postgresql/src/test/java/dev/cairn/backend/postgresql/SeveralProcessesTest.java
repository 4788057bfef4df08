package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.Durability;
import dev.cairn.spi.StreamHead;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several processes write one location, and one more follows its log. Their words are held against the log: what one of
 * them was told to be stored is there once, at its sequence. {@code -Dcairn.several.seconds} and {@code
 * -Dcairn.several.seed} make it longer, or the same again.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class SeveralProcessesTest {
  private static final long SECONDS = Long.getLong("cairn.several.seconds", 6);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  @TempDir
  Path folder;

  private final Location location = new Location(Path.of("."), TestServer.settings()).withRole();
  private final List<SharedChild> all = new ArrayList<>();
  private final List<SharedChild> writers = new ArrayList<>();
  private int started;

  @AfterEach
  void end_all() throws InterruptedException {
    for (SharedChild child : all) {
      child.kill();
    }
  }

  private SharedChild start(String role) {
    SharedChild child = SharedChild.start(role, folder, location.schema(), role + ++started);
    all.add(child);
    return child;
  }

  private static void await(SharedChild child, String line) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!child.hasSaid(line)) {
      assertTrue(System.nanoTime() < deadline, () -> "A process has not said '" + line + "': " + child.said());
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  void two_processes_write_side_by_side_and_nothing_is_lost_doubled_or_out_of_order(TestReporter reporter)
      throws Exception {
    write(2, reporter, (random, turn) -> {});
  }

  @Test
  void four_processes_are_killed_stopped_and_cut_off_and_nothing_is_lost_doubled_or_out_of_order(
      TestReporter reporter) throws Exception {
    write(4, reporter, this::disturb);
  }

  @Test
  void a_process_that_stood_still_looks_whether_its_actor_was_taken_over_before_it_answers() throws Exception {
    SharedChild stopped = start("answer");
    SharedChild other = start("answer");
    await(stopped, "open");
    await(other, "open");
    stopped.tell("note one a");
    await(stopped, "words one 1");
    stopped.signal("STOP");
    long since = System.nanoTime();
    other.tell("note one b");
    await(other, "words one 2");
    while (System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(2200)) { // shorter pauses let nobody take over
      LockSupport.parkNanos(10_000_000);
    }
    stopped.signal("CONT");
    stopped.tell("count one");
    await(stopped, "words one 2");
    assertEquals(2, stopped.said("words").size());
  }

  /** What happens to the processes, again and again. */
  private interface Disturbance {
    void happen(SplittableRandom random, int turn) throws IOException, InterruptedException;
  }

  private void disturb(SplittableRandom random, int turn) throws IOException, InterruptedException {
    int victim = random.nextInt(writers.size());
    switch (turn % 3) {
      case 0 -> location.endSessions("random() < 0.5");
      case 1 -> {
        writers.get(victim).signal("STOP");
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(100, 3500)));
        writers.get(victim).signal("CONT");
      }
      default -> {
        writers.get(victim).kill();
        writers.set(victim, start("write"));
      }
    }
  }

  private void write(int processes, TestReporter reporter, Disturbance disturbance) throws Exception {
    long seed = Long.getLong("cairn.several.seed", System.nanoTime() % 1_000_000);
    reporter.publishEntry("seed", Long.toString(seed));
    SplittableRandom random = new SplittableRandom(seed);
    SharedChild follower = start("follow");
    for (int number = 0; number < processes; number++) {
      writers.add(start("write"));
    }
    await(follower, "follows");
    for (SharedChild child : writers) {
      await(child, "open");
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    for (int turn = 0; System.nanoTime() < end; turn++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(700));
      disturbance.happen(random, turn);
    }
    for (SharedChild child : writers) {
      assertTrue(child.end(), () -> "A process does not end: " + child.said());
    }
    Map<String, Long> lasts = lasts();
    awaitAll(follower, lasts);
    assertTrue(follower.end());
    check(follower, lasts, reporter);
  }

  private Map<String, Long> lasts() {
    Map<String, Long> lasts = new HashMap<>();
    try (Backend backend = location.in(folder.resolve("follow1")).open(BackendConfig.Mode.READ, Durability.SYNC);
        Cursor<StreamHead> heads = backend.streams("main", Optional.empty())) {
      for (StreamHead head = heads.next(); head != null; head = heads.next()) {
        if (head.stream().type().equals("notebook")) {
          lasts.put(head.stream().id(), head.last());
        }
      }
    }
    return lasts;
  }

  private static void awaitAll(SharedChild follower, Map<String, Long> lasts) {
    long sum = lasts.values().stream().mapToLong(Long::longValue).sum();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (follower.said("event").size() < sum && System.nanoTime() < deadline) {
      LockSupport.parkNanos(50_000_000);
    }
  }

  private void check(SharedChild follower, Map<String, Long> lasts, TestReporter reporter) {
    assertEquals(List.of(), follower.said("trouble").stream().map(List::of).toList());
    Map<String, Long> read = new HashMap<>();
    Map<String, String> places = new HashMap<>();
    for (String[] event : follower.said("event")) {
      assertEquals(read.merge(event[1], 1L, Long::sum), Long.parseLong(event[2]), "the next event of " + event[1]);
      assertEquals(null, places.put(event[3], event[1] + " " + event[2]), event[3] + " is there twice");
    }
    assertEquals(lasts, read);
    int told = 0;
    Set<String> reasons = new HashSet<>();
    for (SharedChild child : all) {
      assertEquals(List.of(), child.said("odd").stream().map(List::of).toList());
      for (String[] word : child.said("ok")) {
        assertEquals(word[1] + " " + word[2], places.get(word[3]), "the place of " + word[3]);
      }
      child.said("told").forEach(failure -> reasons.add(failure[1]));
      told += child.said("told").size();
    }
    assertTrue(places.size() > 20, "only " + places.size() + " events");
    reporter.publishEntry("events", places.size() + ", told " + told + " times " + reasons);
  }
}
