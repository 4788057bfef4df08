package dev.cairn.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendConfig.Mode;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Durability;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each row of the list of streams names the next one: what is missing shows, and what comes to be is not missing. */
@Timeout(60)
class StreamListTest {
  @TempDir
  Path folder;

  private Backend open(Mode mode) {
    return new SqliteBackendProvider().open(new BackendConfig(folder, mode, Optional.of(Durability.OS), Map.of()));
  }

  private static StreamKey stream(int number) {
    return new StreamKey("main", "thing", "%04d".formatted(number));
  }

  private static void begin(Backend backend, int number) {
    backend.commit(List.of(Commit.append(stream(number), backend.info().generation(), 0, List.of(new byte[10]))));
  }

  @Test
  void who_looks_for_a_stream_that_is_not_there_is_not_told_of_a_gap_where_another_one_comes_to_be() throws Exception {
    try (Backend backend = open(Mode.CREATE); Backend reader = open(Mode.READ)) {
      begin(backend, 2000);
      Thread writer = Thread.ofPlatform().start(() -> {
        for (int number = 1000; number > 0; number--) {
          begin(backend, number);
        }
      });
      while (writer.isAlive()) {
        assertEquals(0, reader.recover(stream(0), 0).head().last());
        assertEquals(0, backend.claim(stream(0)).head().last());
      }
      writer.join();
    }
  }

  @Test
  void a_row_that_somebody_deleted_is_missed_when_the_stream_is_opened_and_when_the_list_comes_there() {
    try (Backend backend = open(Mode.CREATE)) {
      List.of(1, 2, 3).forEach(number -> begin(backend, number));
    }
    try (SqliteConnection file = SqliteConnection.open(folder.resolve("cairn.sqlite"), true, 1000, 100)) {
      file.run("DELETE FROM stream WHERE name = ?", stream(2).idBytes());
    }
    for (Mode mode : List.of(Mode.READ, Mode.WRITE)) {
      try (Backend backend = open(mode); var streams = backend.streams("main", Optional.empty())) {
        String told = assertThrows(BackendException.Corrupt.class, () -> backend.recover(stream(2), 0)).getMessage();
        assertTrue(told.contains("between stream /thing/0001 and stream /thing/0003"), told);
        assertThrows(BackendException.Corrupt.class, () -> {
          while (streams.next() != null) {
            // all before it
          }
        });
        assertEquals(1, backend.recover(stream(3), 0).head().last());
      }
    }
  }
}
