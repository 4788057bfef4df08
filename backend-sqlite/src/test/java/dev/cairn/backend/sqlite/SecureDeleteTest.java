package dev.cairn.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.Commit;
import dev.cairn.spi.CommitResult;
import dev.cairn.spi.Position;
import dev.cairn.spi.Retention;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a purged actor can be found in the file of a store that was closed. */
class SecureDeleteTest {
  private static final int ACTORS = 300;
  private static final Pattern MARKER = Pattern.compile("(gone|kept)-(event|state)-[0-9]+");

  @TempDir
  Path folder;

  private Backend open(Map<String, String> settings) {
    return new SqliteBackendProvider()
        .open(new BackendConfig(folder, BackendConfig.Mode.CREATE, Optional.empty(), settings));
  }

  private static StreamKey key(int actor) {
    return new StreamKey("main", "thing", "n" + actor);
  }

  /** Every second one is to go. Some records fit many to a page, some need pages of their own. */
  private static byte[] record(int actor, String what) {
    String marker = (actor % 2 == 0 ? "gone-" : "kept-") + what + "-" + actor + " ";
    return marker.repeat(actor % 7 == 0 ? 600 : 1 + actor % 5).getBytes(StandardCharsets.UTF_8);
  }

  private static void store(Backend backend, List<Commit> commits) {
    for (CommitResult result : backend.commit(commits)) {
      assertTrue(result instanceof CommitResult.Stored, result::toString);
    }
  }

  private void fillAndPurge(Map<String, String> settings) {
    try (Backend backend = open(settings)) {
      long epoch = backend.info().generation();
      for (int round = 0; round < 12; round++) {
        List<Commit> commits = new ArrayList<>();
        for (int actor = 0; actor < ACTORS; actor++) {
          StreamHead head = backend.claim(key(actor)).head();
          Optional<Snapshot> state = actor % 3 == 0 ? Optional.empty()
              : Optional.of(new Snapshot(head.last() + 1, record(actor, "state")));
          commits.add(new Commit(key(actor), epoch, head.last(), List.of(record(actor, "event")), state,
              actor % 3 == 1 ? new Retention.Keep(1, 0, Position.END) : Retention.ALL));
        }
        store(backend, commits);
      }
      List<Commit> purges = new ArrayList<>();
      for (int actor = 0; actor < ACTORS; actor += 2) {
        purges.add(new Commit(key(actor), epoch, backend.claim(key(actor)).head().last(), List.of(), Optional.empty(),
            new Retention.Purge()));
      }
      store(backend, purges);
    }
  }

  private TreeSet<String> found() throws IOException {
    TreeSet<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        var markers = MARKER.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (markers.find()) {
          found.add(markers.group());
        }
      }
    }
    return found;
  }

  private long gone(Map<String, String> settings) throws IOException {
    fillAndPurge(settings);
    assertTrue(found().size() >= ACTORS / 2, "what was not purged is there");
    return found().stream().filter(marker -> marker.startsWith("gone")).count();
  }

  @Test
  void deletions_are_written_over() throws IOException {
    assertEquals(0, gone(Map.of()));
  }

  @Test
  void where_they_are_not_most_of_it_stays_on_free_pages() throws IOException {
    long gone = gone(Map.of("secure-delete", "off"));
    assertTrue(gone > ACTORS / 4, () -> "of " + gone + " records there is something left");
  }
}
