package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.NewEvent;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.StreamType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes append to one stream without an actor: the sequence that each expects decides. */
@Timeout(300)
class SeveralAppendersTest {
  private static final int LENGTH = 100;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  @TempDir
  Path folder;

  private final Location location = new Location(Path.of("."), TestServer.settings()).withRole();

  private SharedChild start(String name) {
    return SharedChild.start("append", folder, location.schema(), name);
  }

  private static void await(SharedChild child, String line) {
    for (long end = System.nanoTime() + PATIENCE_NANOS; !child.hasSaid(line); LockSupport.parkNanos(5_000_000)) {
      assertTrue(System.nanoTime() < end, () -> "A process has not said '" + line + "': " + child.said());
    }
  }

  private ActorSystem open(String name) {
    ActorSystem.Builder builder =
        ActorSystem.builder().data(folder.resolve(name)).backend("postgresql").setting("writers", "many");
    location.settings().forEach(builder::setting);
    return builder.open();
  }

  @Test
  void of_two_processes_that_expect_one_end_of_a_stream_one_wins_and_the_other_is_told_the_truth() throws Exception {
    SharedChild one = start("one");
    SharedChild other = start("other");
    try {
      await(one, "open");
      await(other, "open");
      takeTurns(one, other);
      one.tell("race hot " + LENGTH + " one");
      other.tell("race hot " + LENGTH + " other");
      await(one, "done hot");
      await(other, "done hot");
      assertTrue(one.end() && other.end(), "a process does not end");
    } finally {
      one.kill();
      other.kill();
    }
    assertTold("calm", one, other);
    assertTold("hot", one, other);
  }

  private static void takeTurns(SharedChild one, SharedChild other) throws IOException {
    one.tell("append calm 0 a");
    await(one, "won calm 1 a");
    other.tell("append calm 0 b");
    await(other, "lost calm 0 1");
    other.tell("append calm 1 b");
    await(other, "won calm 2 b");
    one.tell("append calm 1 c");
    await(one, "lost calm 1 2");
    one.tell("append calm 5 d");
    await(one, "lost calm 5 2");
  }

  /** Who has won stands in the stream, in its place, and nothing else does; who has lost saw an end of that time. */
  private void assertTold(String id, SharedChild... children) {
    List<String> stored;
    try (ActorSystem system = open("reader-" + id)) {
      stored = system.streams("main").stream(Appending.WORDS, id).events(1, Long.MAX_VALUE)
          .map(event -> event.sequence() + " "
              + new String(event.as(Appending.WORDS).orElseThrow().bytes(), StandardCharsets.UTF_8))
          .toList();
    }
    List<String> won = Stream.of(children).flatMap(child -> said(child, "won", id))
        .sorted((a, b) -> Long.compare(Long.parseLong(a[2]), Long.parseLong(b[2]))).map(a -> a[2] + " " + a[3])
        .toList();
    assertEquals(stored, won);
    Stream.of(children).flatMap(child -> said(child, "lost", id)).forEach(lost -> assertTrue(
        !lost[2].equals(lost[3]) && Long.parseLong(lost[3]) <= stored.size(), () -> String.join(" ", lost)));
  }

  private static Stream<String[]> said(SharedChild child, String word, String id) {
    return child.said(word).stream().filter(line -> line[1].equals(id));
  }

  @Test
  void an_actor_elsewhere_whose_stream_was_written_is_told_stores_nothing_and_recovers() {
    try (ActorSystem acting = open("acting"); ActorSystem appending = open("appending")) {
      ActorRef<Notebook.Order<?>> actor = acting.entity(Notebook.TYPE, "1");
      assertEquals(1, actor.<Long>ask(new Notebook.Note("a")));
      var stream = appending.streams("main").stream(StreamType.of(Notebook.TYPE), "1");
      assertEquals(2, stream.append(1, NewEvent.all(new Notebook.Written("b"))));
      assertThrows(PersistFailed.class, () -> actor.ask(new Notebook.Note("c")));
      assertEquals(2, stream.lastSequence());
      assertEquals(3, actor.<Long>ask(new Notebook.Note("c")), "it has recovered what was appended");
    }
  }
}
