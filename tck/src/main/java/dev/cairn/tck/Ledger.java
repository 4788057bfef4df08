package dev.cairn.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.spi.Backend;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The events that must be there after the death of {@link Victim}s, and those that may be, by their own reports. */
final class Ledger {
  private final boolean acknowledgedIsDurable;
  private final Map<String, Long> kept = new TreeMap<>();
  private Map<String, Long> tried = new TreeMap<>();
  private long generation;
  private int acknowledgements;
  private int trying;
  private int commits;
  private int undecided;
  private boolean underWay;

  /**
   * @param acknowledgedIsDurable whether acknowledged events must be there; events that a session has shown always must
   */
  Ledger(boolean acknowledgedIsDurable) {
    this.acknowledgedIsDurable = acknowledgedIsDurable;
  }

  /** Takes a line; a line that is cut off is ignored. */
  void read(@Nullable String line) {
    if (line == null || !line.endsWith(" .")) {
      return;
    }
    String[] words = line.split(" ");
    switch (words[0]) {
      case "open" -> {
        assertTrue(Long.parseLong(words[1]) > generation, "generation " + words[1] + " after " + generation);
        generation = Long.parseLong(words[1]);
        tried = streams(words, 2);
        keep(tried);
        underWay = false;
      }
      case "try" -> {
        tried = streams(words, 2);
        trying = Integer.parseInt(words[1]);
        underWay = true;
      }
      case "done" -> {
        acknowledgements++;
        commits += trying;
        underWay = false;
        if (acknowledgedIsDurable) {
          keep(tried);
        }
      }
      default -> undecided += underWay ? 1 : 0;
    }
  }

  private static Map<String, Long> streams(String[] words, int from) {
    Map<String, Long> streams = new TreeMap<>();
    for (int at = from; at < words.length - 1; at++) {
      String[] stream = words[at].split(":");
      streams.put(stream[0], Long.parseLong(stream[1]));
    }
    return streams;
  }

  private void keep(Map<String, Long> streams) {
    streams.forEach((id, last) -> kept.merge(id, last, Math::max));
  }

  int acknowledgements() {
    return acknowledgements;
  }

  /** How many commits were in the batches that were acknowledged. */
  int commits() {
    return commits;
  }

  /** How many batches were under way when their process died. */
  int undecidedBatches() {
    return undecided + (underWay ? 1 : 0);
  }

  boolean isEmpty() { return kept.isEmpty(); }

  /** Checks a new session: no event is lost, doubled or made up, and no commit is half stored. */
  void check(Backend backend) {
    assertTrue(backend.info().generation() > generation,
        "generation " + backend.info().generation() + " was given before, " + generation + " was shown");
    long events = 0;
    for (int number = 0; number < Workload.STREAMS; number++) {
      events += check(backend, "s" + number);
    }
    if (backend.info().globalLog()) {
      checkLog(backend, events);
    }
  }

  private long check(Backend backend, String id) {
    try (Recovery recovery = backend.recover(Workload.key(id), 0)) {
      StreamHead head = recovery.head();
      long most = Math.max(tried.getOrDefault(id, 0L), kept.getOrDefault(id, 0L));
      assertTrue(head.last() >= kept.getOrDefault(id, 0L),
          id + " ends at " + head.last() + ", but " + kept.get(id) + " was promised");
      assertTrue(head.last() <= most, id + " ends at " + head.last() + ", but nobody stored more than " + most);
      long sequence = head.deletedThrough();
      String place = "1/1";
      for (StoredEvent event = recovery.events().next(); event != null; event = recovery.events().next()) {
        String[] words = new String(event.record(), StandardCharsets.UTF_8).split(" ");
        assertEquals(++sequence, event.sequence());
        assertEquals(id + " " + sequence, words[0] + " " + words[1]);
        place = words[2];
      }
      assertEquals(head.last(), sequence, "events are missing at the end of " + id);
      assertEquals(place.replaceAll(".*/", ""), place.replaceAll("/.*", ""), "half a commit at the end of " + id);
      head.snapshots().forEach(snapshot -> checkSnapshot(backend, id, snapshot));
      return head.events();
    }
  }

  private static void checkSnapshot(Backend backend, String id, long sequence) {
    try (Recovery recovery = backend.recover(Workload.key(id), sequence)) {
      assertEquals(Workload.state(id, sequence),
          new String(recovery.snapshot().orElseThrow().record(), StandardCharsets.UTF_8));
    }
  }

  private static void checkLog(Backend backend, long events) {
    Position before = Position.START;
    long found = 0;
    try (LogCursor log = backend.log("main", Position.START)) {
      for (StoredEvent event = log.next(); event != null; event = log.next()) {
        assertTrue(event.position().compareTo(before) > 0, event.position() + " comes after " + before);
        before = event.position();
        found++;
      }
    }
    assertEquals(events, found, "events in the log, and in the streams");
  }
}
