package dev.cairn.backend.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksIterator;

/** The log tells where the events of a batch stand in few entries, each of which may outlive its events for a while. */
class RocksdbLogTest {
  @TempDir
  Path folder;

  private Location location;

  @BeforeEach
  void place() {
    location = new Location(folder);
  }

  private static StreamKey stream(int number) {
    return new StreamKey("main", "thing", Integer.toString(number));
  }

  /** One batch with the first event of as many streams. */
  private static void commitBatch(Backend backend, int streams) {
    long epoch = backend.info().generation();
    backend.commit(IntStream.rangeClosed(1, streams)
        .mapToObj(number -> Commit.append(stream(number), epoch, 0, List.of(new byte[] { (byte) number }))).toList());
  }

  private static Commit purge(Backend backend, int stream) {
    return new Commit(stream(stream), backend.info().generation(), 1, List.of(), Optional.empty(),
        new Retention.Purge());
  }

  private static List<StoredEvent> log(Backend backend, Position after) {
    List<StoredEvent> events = new ArrayList<>();
    try (LogCursor log = backend.log("main", after)) {
      for (StoredEvent event = log.next(); event != null; event = log.next()) {
        events.add(event);
      }
    }
    return events;
  }

  private static List<String> ids(List<StoredEvent> events) {
    return events.stream().map(event -> event.stream().id()).toList();
  }

  private static List<String> places(List<StoredEvent> events) {
    return events.stream().map(event -> event.position() + " " + event.stream() + " " + event.sequence()).toList();
  }

  private int entries() throws Exception {
    return entries(location);
  }

  /** What is on the disk when the process of an open session is killed. */
  private Location killed(Path other) throws Exception {
    Location copy = new Location(other);
    Files.createDirectories(copy.folder());
    try (Stream<Path> files = Files.list(location.folder())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.folder().resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private static int entries(Location location) throws Exception {
    int[] count = { 0 };
    location.foreign(Location.OURS, (database, families) -> {
      try (RocksIterator all = database.newIterator(families.get(1))) {
        for (all.seek(RocksdbKey.LOG); all.isValid() && RocksdbKey.begins(all.key(), RocksdbKey.LOG); all.next()) {
          count[0]++;
        }
      }
    });
    return count[0];
  }

  @Test
  void the_log_of_a_list_goes_on_after_each_of_its_events() throws Exception {
    try (Backend backend = location.open()) {
      commitBatch(backend, 100);
      List<StoredEvent> all = log(backend, Position.START);
      assertEquals(IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).toList(), ids(all));
      for (int event = 0; event < 100; event++) {
        assertEquals(places(all.subList(event + 1, 100)), places(log(backend, all.get(event).position())));
      }
    }
    assertEquals(7, entries());
  }

  @Test
  void a_list_of_one_stream_leaves_no_entry_when_the_stream_is_purged() throws Exception {
    try (Backend backend = location.open()) {
      long epoch = backend.info().generation();
      backend.commit(List.of(Commit.append(stream(1), epoch, 0, List.of(new byte[1], new byte[1], new byte[1]))));
      backend.commit(List.of(new Commit(stream(1), epoch, 3, List.of(), Optional.empty(), new Retention.Purge())));
    }
    assertEquals(0, entries());
  }

  @Test
  void streams_that_are_purged_together_leave_no_entry_of_their_lists() throws Exception {
    try (Backend backend = location.open()) {
      commitBatch(backend, 20);
      backend.commit(IntStream.rangeClosed(1, 20).mapToObj(stream -> purge(backend, stream)).toList());
      assertEquals(List.of(), log(backend, Position.START));
    }
    assertEquals(0, entries());
  }

  @Test
  void an_event_that_is_deleted_leaves_the_others_of_its_list_where_they_are() {
    try (Backend backend = location.open()) {
      commitBatch(backend, 4);
      List<StoredEvent> before = log(backend, Position.START);
      backend.commit(List.of(purge(backend, 1), purge(backend, 3)));
      assertEquals(places(List.of(before.get(1), before.get(3))), places(log(backend, Position.START)));
      assertEquals(places(List.of(before.get(3))), places(log(backend, before.get(1).position())));
    }
  }

  @Test
  void an_entry_goes_with_its_last_event_and_no_position_is_given_again() throws Exception {
    Position newest;
    try (Backend backend = location.open()) {
      commitBatch(backend, 3);
      newest = log(backend, Position.START).get(2).position();
      backend.commit(List.of(purge(backend, 3), purge(backend, 1)));
      backend.commit(List.of(purge(backend, 2)));
      assertEquals(List.of(), log(backend, Position.START));
    }
    assertEquals(0, entries());
    try (Backend backend = location.open(); LogCursor log = backend.log("main", Position.START)) {
      assertEquals(newest, log.horizon());
    }
  }

  @Test
  void what_comes_and_goes_in_one_list_leaves_what_stays() throws Exception {
    try (Backend backend = location.open()) {
      long epoch = backend.info().generation();
      backend.commit(List.of(Commit.append(stream(1), epoch, 0, List.of(new byte[1])), purge(backend, 1),
          Commit.append(stream(2), epoch, 0, List.of(new byte[2]))));
      assertEquals(List.of("2"), ids(log(backend, Position.START)));
      backend.commit(List.of(Commit.append(stream(3), epoch, 0, List.of(new byte[1])), purge(backend, 3)));
      assertEquals(List.of("2"), ids(log(backend, Position.START)));
    }
    assertEquals(1, entries());
  }

  private static List<Commit> purges(Backend backend, int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(stream -> purge(backend, stream)).toList();
  }

  @Test
  void an_entry_is_left_alone_until_the_session_ends_and_the_log_passes_over_what_is_deleted(@TempDir Path other)
      throws Exception {
    try (Backend backend = location.open()) {
      commitBatch(backend, 20);
      backend.commit(purges(backend, 1, 19));
      assertEquals(List.of("20"), ids(log(backend, Position.START)));
      assertEquals(2, entries(killed(other)));
    }
    assertEquals(1, entries());
  }

  @Test
  void a_block_of_positions_goes_with_its_last_event(@TempDir Path other) throws Exception {
    try (Backend backend = location.open()) {
      commitBatch(backend, 768);
      assertEquals(48, entries(killed(other.resolve("before"))));
      purges(backend, 1, 768).forEach(purge -> backend.commit(List.of(purge)));
      assertEquals(17, entries(killed(other.resolve("after"))));
      assertEquals(List.of(), log(backend, Position.START));
    }
    assertEquals(0, entries());
  }

  @Test
  void a_session_after_a_kill_passes_over_what_was_deleted_and_takes_it_out_with_its_neighbours(@TempDir Path other)
      throws Exception {
    Location killed;
    try (Backend backend = location.open()) {
      commitBatch(backend, 20);
      backend.commit(purges(backend, 17, 19));
      killed = killed(other);
    }
    try (Backend again = killed.open()) {
      assertEquals(17, log(again, Position.START).size());
      again.commit(purges(again, 20, 20));
    }
    assertEquals(1, entries(killed));
  }

  @Test
  void an_event_that_the_log_names_and_no_deletion_explains_is_told() throws Exception {
    try (Backend backend = location.open()) {
      long epoch = backend.info().generation();
      backend.commit(List.of(Commit.append(stream(1), epoch, 0, List.of(new byte[1], new byte[1], new byte[1]))));
    }
    location.foreign(Location.OURS, (database, families) -> database.delete(families.get(1), RocksdbKey.event(1, 2)));
    try (Backend backend = location.open()) {
      assertTrue(assertThrows(BackendException.Corrupt.class, () -> log(backend, Position.START)).getMessage()
          .contains("Event 2 of stream /thing/1 is missing"));
    }
  }

  /** What a batch holds in memory is what it adds to the log of RocksDB. */
  @Test
  void a_purge_of_many_events_is_a_small_batch_and_shows_to_every_reader() throws Exception {
    try (Backend backend = location.open()) {
      long epoch = backend.info().generation();
      List<byte[]> events = Collections.nCopies(10_000, new byte[1]);
      backend.commit(List.of(Commit.append(stream(1), epoch, 0, events), Commit.append(stream(2), epoch, 0, events)));
      long before = logBytes();
      backend.commit(List.of(new Commit(stream(1), epoch, 10_000, List.of(), Optional.empty(), new Retention.Purge())));
      assertTrue(logBytes() - before < 20_000, () -> "a purge of 10,000 events");
      assertEquals(10_000, log(backend, Position.START).size());
      try (Backend reader = location.openToRead()) {
        assertEquals(10_000, log(reader, Position.START).size());
        assertEquals(List.of(10_000L, 10_000L),
            Stream.of(1, 2).map(number -> reader.recover(stream(number), 0).head().last()).toList());
      }
    }
    assertEquals(625, entries());
  }

  private long logBytes() throws Exception {
    try (Stream<Path> files = Files.list(location.folder())) {
      return files.filter(file -> file.toString().endsWith(".log")).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
