package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.EventLog;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreLocked;
import dev.cairn.api.StoreUnavailable;
import dev.cairn.api.TypeRefused;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What systems that write the same location have to know of each other. */
@Timeout(60)
class SeveralSystemsTest {
  private static final String ACTOR = "one";

  @TempDir
  Path folder;

  private final Location location = new Location(Path.of("."), TestServer.settings()).withRole();
  private final List<ActorSystem> systems = new ArrayList<>();

  @AfterEach
  void close() {
    systems.forEach(ActorSystem::close);
  }

  private ActorSystem open() {
    return open("many");
  }

  private ActorSystem open(String writers) {
    ActorSystem.Builder builder = ActorSystem.builder().data(folder.resolve("data" + systems.size()))
        .backend("postgresql").setting("writers", writers).askTimeout(Duration.ofSeconds(20));
    location.settings().forEach(builder::setting);
    ActorSystem system = builder.open();
    systems.add(system);
    return system;
  }

  private static long note(ActorSystem system, String word) {
    return system.entity(Notebook.TYPE, ACTOR).ask(new Notebook.Note(word));
  }

  private static long count(ActorSystem system) {
    return system.entity(Notebook.TYPE, ACTOR).ask(new Notebook.Count());
  }

  @Test
  void an_actor_moves_to_and_fro_and_whoever_was_overtaken_is_told_once() {
    ActorSystem first = open();
    ActorSystem second = open();
    assertEquals(1, note(first, "a"));
    assertEquals(2, note(second, "b"));
    PersistFailed told = assertThrows(PersistFailed.class, () -> note(first, "c"));
    assertTrue(told.getMessage().contains("another session of the store has taken over"), told.getMessage());
    assertEquals(2, count(first), "it has recovered");
    assertEquals(3, note(first, "c"));
    assertThrows(PersistFailed.class, () -> note(second, "d"));
    assertEquals(4, note(second, "d"));
  }

  @Test
  void after_a_lost_connection_an_actor_looks_whether_it_was_taken_over_before_it_answers() {
    ActorSystem first = open();
    ActorSystem second = open();
    note(first, "a");
    assertEquals(1, first.entity(Notebook.TYPE, "two").<Long>ask(new Notebook.Note("x")));
    note(second, "b");
    location.endSessions("true");
    boolean open = false;
    while (!open) {
      try {
        first.entity(Notebook.TYPE, "two").ask(new Notebook.Note("y")); // its session is lost, and the next one opens
        open = true;
      } catch (PersistFailed e) {
        LockSupport.parkNanos(10_000_000);
      }
    }
    assertEquals(2, count(first));
  }

  @Test
  void one_who_writes_alone_and_one_who_does_not_refuse_each_other() {
    ActorSystem many = open();
    note(many, "a");
    assertThrows(StoreLocked.class, () -> open("one"));
    many.close();
    ActorSystem one = open("one");
    assertEquals(2, note(one, "b"));
    assertThrows(StoreLocked.class, () -> open("many"));
  }

  @Test
  void a_reader_in_one_system_is_told_what_another_one_stores_and_nothing_that_it_needs_is_compacted()
      throws Exception {
    ActorSystem writing = open();
    ActorSystem reading = open();
    BlockingQueue<Long> read = new LinkedBlockingQueue<>();
    CountDownLatch goOn = new CountDownLatch(1);
    try (EventLog.Following following = reading.log("main").follow("slow", event -> {
      goOn.await();
      read.add(event.sequence());
    })) {
      for (int word = 1; word <= 40; word++) { // with five snapshots, each of which lets events go
        note(writing, "word " + word);
      }
      goOn.countDown();
      for (long sequence : LongStream.rangeClosed(1, 40).toArray()) {
        assertEquals(sequence, read.poll(20, TimeUnit.SECONDS));
      }
      assertTrue(following.trouble().isEmpty());
    }
  }

  @Test
  void a_reader_that_a_second_system_follows_has_ended_in_the_first_one() throws Exception {
    ActorSystem first = open();
    ActorSystem second = open();
    BlockingQueue<Long> read = new LinkedBlockingQueue<>();
    EventLog.Following former = first.log("main").follow("all", event -> {});
    note(first, "a");
    EventLog.Following now = second.log("main").follow("all", event -> read.add(event.sequence()));
    note(first, "b");
    while (former.trouble().filter(trouble -> trouble.getMessage().contains("Another process follows")).isEmpty()) {
      LockSupport.parkNanos(10_000_000);
    }
    assertInstanceOf(StoreUnavailable.class, former.trouble().orElseThrow());
    note(first, "c");
    Long last = 0L;
    while (last != null && last < 3) {
      last = read.poll(20, TimeUnit.SECONDS);
    }
    assertEquals(3, last);
    now.close();
    assertFalse(now.trouble().isPresent());
  }

  @Test
  void an_older_program_says_that_it_is_older_and_not_that_the_store_is_damaged() {
    ActorSystem older = open();
    ActorSystem newer = open();
    note(older, "a");
    assertEquals(0, newer.entity(NotebookOfTomorrow.TYPE, ACTOR).<Long>ask(new NotebookOfTomorrow.Erase("a")));
    assertThrows(PersistFailed.class, () -> note(older, "b"));
    RecoveryFailed refused = assertThrows(RecoveryFailed.class, () -> note(older, "b"));
    assertInstanceOf(TypeRefused.class, refused.getCause());
    assertTrue(refused.getCause().getMessage().contains("older than the other one"), refused.getCause().getMessage());
  }

  @Test
  void types_that_two_systems_write_down_at_the_same_time_are_known_to_both() throws Exception {
    ActorSystem first = open();
    ActorSystem second = open();
    BlockingQueue<String> read = new LinkedBlockingQueue<>();
    EventLog.Following following = first.log("main").follow("all", event -> read.add(event.type()));
    CountDownLatch begin = new CountDownLatch(1);
    Thread other = Thread.ofVirtual().start(() -> {
      try {
        begin.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      second.entity(Diary.TYPE, "x").ask(new Diary.Write("x"));
    });
    begin.countDown();
    note(first, "a");
    other.join();
    List<String> types = List.of(String.valueOf(read.poll(20, TimeUnit.SECONDS)),
        String.valueOf(read.poll(20, TimeUnit.SECONDS)));
    assertEquals(2, types.stream().distinct().count(), types.toString());
    assertEquals(1, first.entity(Diary.TYPE, "x").<Long>ask(new Diary.Size()));
    following.close();
  }
}
