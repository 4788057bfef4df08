package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code NoteWriter} has acknowledged in all its lives, kept outside of it, and held against what it says is
 * stored.
 */
final class Receipts {
  private static final int IN_FLIGHT = 96;

  private final Map<String, Long> kept = new HashMap<>();
  private final Map<String, Long> shown = new HashMap<>();
  private final Map<String, List<Long>> stored = new HashMap<>();
  private final Map<String, String> states = new HashMap<>();
  private final Set<String> repeated = new HashSet<>();

  /** Takes note of a line. */
  void take(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "begun" -> forgetReport();
      case "kept" -> keep(words[1], Long.parseLong(words[2]), Long.parseLong(words[3]));
      case "read" -> shown.merge(words[1], Long.parseLong(words[2]), Math::max);
      case "stored" -> store(words);
      case "state" -> states.put(words[1], line);
      case "repeated" -> repeat(words);
      case "recovered" -> check();
      default -> fail(line);
    }
  }

  /** How many events are acknowledged. */
  long count() {
    return kept.values().stream().mapToLong(Long::longValue).sum();
  }

  private void forgetReport() {
    stored.clear();
    states.clear();
    repeated.clear();
  }

  private void keep(String actor, long number, long sequence) {
    assertEquals(number, sequence, () -> "the sequence of note " + number + " of " + actor);
    assertEquals(kept.getOrDefault(actor, 0L) + 1, number, () -> actor + " acknowledged out of order");
    kept.put(actor, number);
  }

  private void store(String[] words) {
    long sequence = Long.parseLong(words[2]);
    var events = stored.computeIfAbsent(words[1], actor -> new ArrayList<>());
    assertEquals(events.size() + 1, sequence, () -> words[1] + " has a gap or a double before " + sequence);
    assertEquals(sequence, Long.parseLong(words[3]), () -> words[1] + " has another note at " + sequence);
    assertEquals("note-" + sequence, words[4], () -> words[1] + " has another command at " + sequence);
    events.add(sequence);
  }

  private void repeat(String[] words) {
    assertEquals(words[2], words[3],
        () -> "the sequence that answers a repetition of note " + words[2] + " of " + words[1]);
    repeated.add(words[1]);
  }

  /** Nothing that was acknowledged is missing; what is there beyond it was in flight and is from now on certain. */
  private void check() {
    assertTrue(states.keySet().containsAll(kept.keySet()), () -> "an actor is gone; left are " + states.keySet());
    long beyond = 0;
    for (String actor : states.keySet()) {
      long last = stored.getOrDefault(actor, List.of()).size();
      long acknowledged = kept.getOrDefault(actor, 0L);
      assertTrue(last >= acknowledged,
          () -> actor + " lost notes: " + acknowledged + " acknowledged, " + last + " stored");
      assertTrue(last >= shown.getOrDefault(actor, 0L),
          () -> actor + " has shown " + shown.get(actor) + " notes, and " + last + " are stored");
      assertEquals("state " + actor + " " + last + " " + last * (last + 1) / 2 + " " + last + " .", states.get(actor));
      assertEquals(last > 0, repeated.contains(actor), () -> actor + " did not answer a repetition");
      beyond += last - acknowledged;
      kept.put(actor, last);
    }
    assertTrue(states.keySet().containsAll(stored.keySet()), () -> "strangers are stored: " + stored.keySet());
    assertTrue(beyond <= IN_FLIGHT, beyond + " notes are stored that nobody waited for");
  }
}
