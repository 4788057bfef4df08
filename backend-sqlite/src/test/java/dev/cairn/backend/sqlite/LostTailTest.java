package dev.cairn.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendConfig.Mode;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Durability;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.StreamKey;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tail that is gone is told, and nobody is told of one who has lost nothing that was synced. */
@Timeout(60)
class LostTailTest {
  private static final StreamKey ONE = new StreamKey("main", "thing", "one");

  private static final int OPENINGS = 100;

  @TempDir
  Path temporary;
  private Path folder;
  private Path killed;

  @BeforeEach
  void names() {
    folder = temporary.resolve("folder");
    killed = temporary.resolve("killed");
  }

  private static Backend open(Path folder, Mode mode, Durability durability) {
    return new SqliteBackendProvider()
        .open(new BackendConfig(folder, mode, Optional.of(durability), Map.of()));
  }

  private static Backend open(Path folder, Mode mode) {
    return open(folder, mode, Durability.SYNC);
  }

  private static Position append(Backend backend, long last) {
    List<CommitResult> results = backend.commit(
        List.of(Commit.append(ONE, backend.info().generation(), last, List.of(new byte[100]))));
    return ((CommitResult.Stored) results.get(0)).position();
  }

  private static void append(Backend backend, long from, long to) {
    for (long last = from; last < to; last++) {
      append(backend, last);
    }
  }

  private static long last(Backend backend) {
    try (var recovery = backend.recover(ONE, 0)) {
      return recovery.head().last();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(file -> file.getFileName().toString().startsWith("cairn.sqlite")).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /** Leaves in another folder what a killed process leaves that had stored 30 events. */
  private void kill(Durability durability) throws IOException {
    try (Backend backend = open(folder, Mode.CREATE, durability)) {
      append(backend, 0, 30);
      copy(folder, killed);
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int before = bytes.read();
      bytes.seek(at);
      bytes.write(before ^ 1);
    }
  }

  private static String refusal(Path folder, Mode mode) {
    return assertThrows(BackendException.Corrupt.class, () -> open(folder, mode).close()).getMessage();
  }

  private Path file(String end) {
    return killed.resolve("cairn.sqlite" + end);
  }

  private static Backend accept(Path folder, long through) {
    return new SqliteBackendProvider().open(new BackendConfig(folder, Mode.WRITE, Optional.of(Durability.SYNC),
        Map.of("accept-loss", Long.toString(through))));
  }

  @Test
  void one_wrong_bit_in_the_log_of_a_killed_process_is_told_to_writers_and_readers() throws IOException {
    kill(Durability.SYNC);
    flip(file("-wal"), Files.size(file("-wal")) / 2);
    for (Mode mode : Mode.values()) {
      String message = refusal(killed, mode);
      assertTrue(message.contains("change 30 was stored and synced"), message);
      assertTrue(message.endsWith("cairn accept-loss '" + killed + "' 30"), message);
    }
  }

  @Test
  void a_log_that_was_deleted_is_told() throws IOException {
    kill(Durability.SYNC);
    Files.delete(file("-wal"));
    assertTrue(refusal(killed, Mode.WRITE).contains("the last 30 changes are lost"));
  }

  @Test
  void who_accepts_the_shorter_store_goes_on_in_it_and_no_position_is_given_again() throws IOException {
    Position newest;
    try (Backend backend = open(folder, Mode.CREATE)) {
      append(backend, 0, 30);
    }
    copy(folder, temporary.resolve("older"));
    try (Backend backend = open(folder, Mode.WRITE)) {
      newest = append(backend, 30);
      copy(folder, killed);
    }
    Files.delete(file("-wal"));
    Files.copy(temporary.resolve("older/cairn.sqlite"), file(""), StandardCopyOption.REPLACE_EXISTING);
    assertTrue(
        refusal(killed, Mode.WRITE).contains("older copy that was put back: opening 1 wrote it last, and opening 2"));
    assertThrows(BackendException.Corrupt.class, () -> accept(killed, 30));
    try (Backend backend = accept(killed, 31)) {
      assertEquals(30, last(backend));
      assertEquals(3, backend.info().generation());
      Position next = append(backend, 30);
      assertTrue(next.compareTo(newest) > 0, newest + " " + next);
    }
    try (Backend reader = open(killed, Mode.READ)) {
      assertEquals(31, last(reader));
    }
  }

  @Test
  void a_process_that_was_killed_has_lost_nothing() throws IOException {
    for (Durability durability : List.of(Durability.SYNC, Durability.OS)) {
      folder = temporary.resolve("folder" + durability);
      killed = temporary.resolve("killed" + durability);
      kill(durability);
      try (Backend backend = open(killed, Mode.WRITE)) {
        assertEquals(30, last(backend));
      }
    }
  }

  @Test
  void a_power_loss_at_os_accuses_nobody_of_what_was_never_synced() throws IOException {
    kill(Durability.OS);
    flip(file("-wal"), Files.size(file("-wal")) / 2);
    try (Backend backend = open(killed, Mode.WRITE, Durability.OS)) {
      assertTrue(last(backend) < 30);
    }
  }

  @Test
  void at_os_what_an_orderly_close_has_synced_is_missed() throws IOException {
    try (Backend backend = open(folder, Mode.CREATE, Durability.OS)) {
      append(backend, 0, 5);
    }
    copy(folder, killed);
    try (Backend backend = open(folder, Mode.WRITE, Durability.OS)) {
      append(backend, 5);
    }
    Files.copy(file(""), folder.resolve("cairn.sqlite"), StandardCopyOption.REPLACE_EXISTING);
    assertTrue(refusal(folder, Mode.WRITE).contains("older copy"));
  }

  @Test
  void a_head_that_is_older_torn_empty_or_not_there_accuses_nobody() throws IOException {
    kill(Durability.SYNC);
    byte[] head = Files.readAllBytes(file("-head"));
    byte[] torn = head.clone();
    torn[3] ^= 1;
    byte[] both = torn.clone();
    both[30] ^= 1;
    for (byte[] other : List.of(torn, both, new byte[head.length], new byte[0])) {
      Files.write(file("-head"), other);
      open(killed, Mode.READ).close();
    }
    Files.delete(file("-head"));
    open(killed, Mode.WRITE).close();
    assertEquals(head.length, Files.size(file("-head")));
  }

  @Test
  void deleting_the_newest_events_is_no_lost_tail() throws IOException {
    try (Backend backend = open(folder, Mode.CREATE)) {
      append(backend, 0, 5);
      backend.commit(List.of(new Commit(ONE, backend.info().generation(), 5, List.of(), Optional.empty(),
          new Retention.Purge())));
      copy(folder, killed);
    }
    for (Path where : List.of(folder, killed)) {
      open(where, Mode.READ).close();
      try (Backend backend = open(where, Mode.WRITE)) {
        assertEquals(5, last(backend));
      }
    }
  }

  @Test
  void a_purge_that_is_gone_from_the_log_of_a_killed_process_is_told() throws IOException {
    try (Backend backend = open(folder, Mode.CREATE)) {
      append(backend, 0, 5);
    }
    try (Backend backend = open(folder, Mode.WRITE)) {
      copy(folder, killed);
      backend.commit(List.of(new Commit(ONE, backend.info().generation(), 5, List.of(), Optional.empty(),
          new Retention.Purge())));
      Files.copy(folder.resolve("cairn.sqlite-head"), file("-head"), StandardCopyOption.REPLACE_EXISTING);
    }
    assertTrue(refusal(killed, Mode.WRITE).contains("was stored and synced"));
  }

  @Test
  void a_reader_beside_a_writer_at_work_is_never_told_of_a_lost_tail() throws Exception {
    try (Backend backend = open(folder, Mode.CREATE)) {
      Thread writer = Thread.ofPlatform().start(() -> append(backend, 0, 300));
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (writer.isAlive() && System.nanoTime() - end < 0) {
        open(folder, Mode.READ).close();
      }
      writer.join();
      assertEquals(300, last(backend));
    }
  }

  @Test
  void a_file_that_is_gone_or_empty_is_damage_where_a_store_was() throws IOException {
    open(folder, Mode.CREATE).close();
    Path file = folder.resolve("cairn.sqlite");
    Files.delete(file);
    for (Mode mode : Mode.values()) {
      assertTrue(refusal(folder, mode).contains("is gone"));
    }
    Files.createFile(file);
    for (Mode mode : Mode.values()) {
      assertTrue(refusal(folder, mode).contains("is empty"));
    }
    Files.delete(folder.resolve("cairn.sqlite-head"));
    assertTrue(refusal(folder, Mode.WRITE).contains("is empty"));
    assertThrows(BackendException.Unavailable.class, () -> open(folder, Mode.READ));
  }

  @Test
  void who_opens_it_to_read_while_the_newest_events_are_written_and_deleted_is_told_of_no_loss() throws Exception {
    try (Backend backend = open(folder, Mode.CREATE)) {
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
        for (long last = 0; !over.get(); last++) {
          append(backend, last);
          backend.commit(List.of(new Commit(ONE, backend.info().generation(), last + 1, List.of(), Optional.empty(),
              new Retention.Purge())));
        }
      });
      try {
        for (int i = 0; i < OPENINGS; i++) {
          open(folder, Mode.READ).close();
        }
      } finally {
        over.set(true);
        writer.get();
      }
    }
  }
}
