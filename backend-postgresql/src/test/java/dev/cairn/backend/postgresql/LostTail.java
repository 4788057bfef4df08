package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.LoggedEvent;
import dev.cairn.api.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** What a server has lost is the end of one of its lives, and nothing else. */
final class LostTail {
  private LostTail() {}

  /**
   * Holds what was shown and told against the log that is left.
   *
   * @return how many of the events that the follower was given are lost
   */
  static int require(Crowd crowd, List<LoggedEvent> log, OwnServer server) {
    Map<Position, Crowd.Entry> left = new TreeMap<>();
    log.forEach(event -> left.put(event.offset().position(), Crowd.entry(event)));
    NavigableMap<Long, String> lives = lives(server);
    Map<String, Long> firstLost = new HashMap<>();
    Map<Position, Crowd.Entry> shown = new HashMap<>(left);
    Set<Position> given = new HashSet<>();
    Position before = new Position(0, 0);
    for (LoggedEvent event : crowd.seen()) {
      Position position = event.offset().position();
      Crowd.Entry entry = Crowd.entry(event);
      assertTrue(before.compareTo(position) < 0, () -> "The follower is given " + entry + " at " + position + " late");
      before = position;
      given.add(position);
      Crowd.Entry there = shown.putIfAbsent(position, entry);
      assertTrue(there == null || there.equals(entry), () -> position + " is given twice: " + there + ", " + entry);
      if (!left.containsKey(position)) {
        firstLost.merge(life(lives, position), position.offset(), Math::min);
      }
    }
    assertTrue(given.containsAll(left.keySet()), "The follower has skipped an event");
    left.keySet().forEach(position -> assertTrue(
        position.offset() < firstLost.getOrDefault(life(lives, position), Long.MAX_VALUE),
        () -> position + " is left, an event before it is lost: " + firstLost));
    requireTold(crowd, left.keySet());
    requireEndsLost(crowd, log);
    return (int) given.stream().filter(position -> !left.containsKey(position)).count();
  }

  /** For each era that is known, the life of the server that it belongs to. */
  private static NavigableMap<Long, String> lives(OwnServer server) {
    NavigableMap<Long, String> lives = new TreeMap<>();
    for (String era : server.ask("SELECT string_agg(era || '=' || server, ',') FROM cairn.cairn_era").split(",")) {
      lives.put(Long.parseLong(era.split("=")[0]), era.split("=")[1]);
    }
    return lives;
  }

  /** An era that is lost itself was the end of the life before it. */
  private static String life(NavigableMap<Long, String> lives, Position position) {
    return lives.floorEntry(position.generation()).getValue();
  }

  /** The follower was told of each loss before it went on, so it knows all that is left. */
  private static void requireTold(Crowd crowd, Set<Position> left) {
    List<LoggedEvent> seen = crowd.seen();
    for (int number = 0; number < seen.size(); number++) {
      Position position = seen.get(number).offset().position();
      int given = number;
      boolean told = crowd.losses().stream()
          .anyMatch(loss -> loss.given() > given && loss.after().compareTo(position) < 0);
      assertEquals(!left.contains(position), told, () -> "whether the follower was told that " + position + " is lost");
    }
  }

  /** What was told is at its place, or lost; after a lost one nothing was stored in the same life of the server. */
  private static void requireEndsLost(Crowd crowd, List<LoggedEvent> log) {
    Map<String, Long> places = new HashMap<>();
    log.forEach(event -> places.put(Crowd.entry(event).word(), event.sequence()));
    Map<Integer, Long> firstLost = new HashMap<>();
    for (Crowd.Told told : crowd.stored()) {
      if (told.life() > 0 && !places.containsKey(told.entry().word())) {
        firstLost.merge(told.life(), told.toldAt(), Math::min);
      }
    }
    for (Crowd.Told told : crowd.stored()) {
      Long place = places.get(told.entry().word());
      if (place != null) {
        assertEquals(told.entry().sequence(), place, () -> "the place of " + told);
        assertTrue(told.life() == 0 || told.sentAt() < firstLost.getOrDefault(told.life(), Long.MAX_VALUE),
            () -> told + " is left, and one that was stored before it is lost");
      }
    }
  }
}
