package dev.cairn.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StreamKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a point in time costs in SQLite, and where it ends. */
class SqlitePointInTimeTest {
  private static final StreamKey ONE = new StreamKey("main", "thing", "one");

  @TempDir
  Path folder;

  @BeforeEach
  void storesSomething() {
    try (Backend writer = open(BackendConfig.Mode.CREATE)) {
      append(writer, 0);
    }
  }

  private Backend open(BackendConfig.Mode mode) {
    return new SqliteBackendProvider().open(new BackendConfig(folder, mode, Optional.empty(),
        Map.of("busy-timeout-millis", "100", "wal-mib", "1")));
  }

  private static void append(Backend writer, long last) {
    writer.commit(List.of(Commit.append(ONE, writer.info().generation(), last,
        List.of("event".getBytes(StandardCharsets.UTF_8)))));
  }

  private static long last(Backend backend) {
    try (Recovery recovery = backend.recover(ONE, 0)) {
      return recovery.head().last();
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void at_rest_it_leaves_no_file_behind() throws IOException {
    List<String> before = files();
    try (Backend reading = open(BackendConfig.Mode.READ); Backend moment = reading.pointInTime()) {
      assertEquals(1, last(moment));
      assertEquals(before, files());
    }
    assertEquals(before, files());
  }

  @Test
  void at_rest_it_ends_when_a_writer_comes_and_never_shows_what_that_stores() {
    try (Backend reading = open(BackendConfig.Mode.READ); Backend moment = reading.pointInTime()) {
      assertEquals(1, last(moment));
      try (Backend writer = open(BackendConfig.Mode.WRITE)) {
        append(writer, 1);
        BackendException.Unavailable ended =
            assertThrows(BackendException.Unavailable.class, () -> last(moment));
        assertTrue(ended.getMessage().endsWith("Read it again."), ended.getMessage());
        try (Backend next = reading.pointInTime()) {
          append(writer, 2);
          assertEquals(2, last(next));
        }
      }
      assertThrows(BackendException.Unavailable.class, () -> last(moment));
    }
  }

  @Test
  void beside_a_writer_it_outlives_that_writer_and_the_next_one() {
    try (Backend reading = open(BackendConfig.Mode.READ)) {
      Backend first = open(BackendConfig.Mode.WRITE);
      append(first, 1);
      try (Backend moment = reading.pointInTime()) {
        append(first, 2);
        first.close();
        try (Backend second = open(BackendConfig.Mode.WRITE)) {
          append(second, 3);
          assertEquals(4, last(reading));
          assertEquals(2, last(moment));
        }
        assertEquals(2, last(moment));
      }
      assertEquals(4, last(reading));
    }
  }

  @Test
  void the_log_that_grew_for_it_is_cut_back_afterwards() {
    Path wal = folder.resolve("cairn.sqlite-wal");
    try (Backend writer = open(BackendConfig.Mode.WRITE)) {
      try (Backend moment = writer.pointInTime()) {
        write(writer, 12);
        assertEquals(1, last(moment));
        assertTrue(wal.toFile().length() > 12 << 20, () -> wal.toFile().length() + " bytes");
      }
      write(writer, 6);
      assertTrue(wal.toFile().length() <= 6 << 20, () -> wal.toFile().length() + " bytes");
    }
  }

  private static void write(Backend writer, int mebibytes) {
    for (int left = 4 * mebibytes; left > 0; left--) {
      writer.commit(
          List.of(Commit.append(ONE, writer.info().generation(), last(writer), List.of(new byte[256 << 10]))));
    }
  }
}
