package dev.cairn.cluster.pekko;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.StoreInspector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What all processes were answered, and what is stored. Each deposit is of one cent, so in the history of an account
 * the n-th event makes the balance n, and a balance says how much of the history its reader has seen.
 */
final class ClusterHistory {
  private final List<Done> done = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();

  /** An ask that failed, and the process in which it was asked. */
  record Told(String process, String failure, long begin) {}

  /** An ask that was answered; without a balance where it was done before. */
  record Done(boolean deposit, String account, long begin, long end, Optional<Long> balance, String id) {}

  ClusterHistory(List<ClusterProcess> processes) {
    for (ClusterProcess process : processes) {
      for (String line : process.said()) {
        String[] words = line.split(" ");
        if (words[0].equals("done") && words.length == 7) {
          done.add(new Done(words[1].equals("deposit"), words[2], Long.parseLong(words[3]), Long.parseLong(words[4]),
              words[5].equals("-") ? Optional.empty() : Optional.of(Long.valueOf(words[5])), words[6]));
        } else if (words[0].equals("told") && words.length == 6) {
          told.add(new Told(process.name, words[1], Long.parseLong(words[3])));
        }
      }
    }
  }

  int answers() {
    return done.size();
  }

  /** How often each failure was told. */
  Map<String, Long> failures() {
    return failures(each -> true);
  }

  /** The same, of asks that began after a moment. */
  Map<String, Long> failuresAfter(long moment) {
    return failures(each -> each.begin() > moment);
  }

  Map<String, Long> failures(Predicate<Told> which) {
    return told.stream().filter(which).collect(Collectors.groupingBy(Told::failure, TreeMap::new,
        Collectors.counting()));
  }

  /** The longest time, in seconds, in which one account that was asked gave no answer, from a moment on. */
  double longestGap(long from) {
    Map<String, Long> last = new HashMap<>();
    double longest = 0;
    for (Done each : done.stream().sorted(Comparator.comparingLong(Done::end)).toList()) {
      if (each.end() >= from) {
        Long before = last.put(each.account(), each.end());
        long asked = Math.max(each.begin(), before == null ? from : before);
        longest = Math.max(longest, (each.end() - asked) / 1e9);
      }
    }
    return longest;
  }

  /** Every account has answered an ask that began after a moment. */
  boolean allAnswerAfter(long moment, int accounts) {
    return done.stream().filter(each -> each.begin() > moment).map(Done::account).distinct().count() == accounts;
  }

  /** Compares with the store: nothing acknowledged is lost or doubled, and each account is linear. */
  void assertRight(Path folder) {
    assertOnce(folder);
    done.stream().collect(Collectors.groupingBy(Done::account)).values().forEach(ClusterHistory::assertLinear);
  }

  /** Compares with the store: nothing acknowledged is lost or doubled. An answer from memory may be old. */
  void assertOnce(Path folder) {
    Map<String, List<String>> stored = stored(folder);
    for (var account : stored.entrySet()) {
      Set<String> ids = new HashSet<>(account.getValue());
      assertEquals(account.getValue().size(), ids.size(), () -> account.getKey() + " has a command twice");
    }
    for (Done each : done) {
      List<String> events = stored.getOrDefault(each.account(), List.of());
      if (each.deposit()) {
        int at = events.indexOf(each.id());
        assertTrue(at >= 0, () -> "An acknowledged deposit is lost: " + each);
        each.balance()
            .ifPresent(balance -> assertEquals(at + 1, balance, () -> "Not the balance of its event: " + each));
      }
      each.balance().ifPresent(balance -> assertTrue(balance <= events.size(), () -> "More than there is: " + each));
    }
  }

  /** What ended before something began is seen by it. */
  private static void assertLinear(List<Done> account) {
    List<Done> byBegin = account.stream().sorted(Comparator.comparingLong(Done::begin)).toList();
    List<Done> byEnd = account.stream().sorted(Comparator.comparingLong(Done::end)).toList();
    long seen = 0;
    Done newest = byEnd.getFirst();
    int ended = 0;
    for (Done each : byBegin) {
      while (ended < byEnd.size() && byEnd.get(ended).end() < each.begin()) {
        Done before = byEnd.get(ended++);
        if (before.balance().orElse(0L) > seen) {
          seen = before.balance().get();
          newest = before;
        }
      }
      long least = each.deposit() ? seen + 1 : seen;
      Done earlier = newest;
      assertTrue(each.balance().isEmpty() || each.balance().get() >= least,
          () -> "A stale answer: " + each + " began after " + earlier + " had ended.");
    }
  }

  private static Map<String, List<String>> stored(Path folder) {
    Map<String, List<String>> stored = new HashMap<>();
    try (var inspector = StoreInspector.open(folder)) {
      inspector.streams("main", stream -> {
        if (stream.type().equals("account")) {
          List<String> ids = stored.computeIfAbsent(stream.id(), id -> new ArrayList<>());
          inspector.events(stream, event -> ids.add(event.commandId().orElseThrow()));
        }
      });
    }
    return stored;
  }
}
