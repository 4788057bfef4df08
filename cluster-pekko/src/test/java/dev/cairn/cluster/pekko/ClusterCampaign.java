package dev.cairn.cluster.pekko;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What takes too long for the build: pauses, a rolling update, joins and leaves, two processes, two clusters. Run by
 * its name, {@code -Dtest=ClusterCampaign -Dcairn.cluster.rounds=N}.
 */
@Timeout(7200)
final class ClusterCampaign {

  private static final int MANY = 30;
  private static final Set<String> OF_ONE_THAT_LEAVES = Set.of("ActorElsewhere", "ActorStopped", "AskTimeout");

  @TempDir
  private Path folder;

  @Test
  void a_paused_process_does_not_answer_with_what_is_old(TestReporter reporter) throws Exception {
    for (int round = 0; round < ClusterProofTest.ROUNDS; round++) {
      try (ClusterBed bed = new ClusterBed(folder.resolve("pause" + round), 2_000)) {
        bed.startThree(ClusterProofTest.THREADS);
        bed.process("b").tell("load " + MANY); // commands that it has when it stops, and gives to its actors later
        long paused = ClusterProofTest.milestone();
        bed.process("b").signal("STOP");
        bed.awaitAllAnswer("after the pause began", ClusterProofTest.milestone());
        TestMember.await("15 s have gone", () -> ClusterProofTest.milestone() - paused > 15e9);
        bed.process("b").signal("CONT");
        bed.awaitAllAnswer("after the pause", ClusterProofTest.milestone());
        ClusterHistory history = bed.assertRight();
        reporter.publishEntry("pause", "longest gap %.1f s; told %s; %d answers".formatted(history.longestGap(paused),
            history.failures(), history.answers()));
      }
    }
  }

  @Test
  void a_release_with_a_new_event_comes_process_by_process(TestReporter reporter) throws Exception {
    for (int round = 0; round < Math.max(1, ClusterProofTest.ROUNDS / 4); round++) {
      try (ClusterBed bed = new ClusterBed(folder.resolve("roll" + round), 10_000)) {
        bed.startThree(ClusterProofTest.THREADS);
        Map<String, Long> leftAt = new HashMap<>();
        for (String name : new String[] { "c", "b", "a" }) {
          leftAt.put(name, ClusterProofTest.milestone());
          bed.process(name).leave();
          ClusterProcess next = bed.start(name.charAt(0) - 'a', name + "2", "2");
          next.await("open");
          next.tell("load " + ClusterProofTest.THREADS);
          bed.awaitAllAnswer("after " + name, ClusterProofTest.milestone());
        }
        ClusterHistory history = bed.assertRight();
        assertEquals(Map.of(), history.failures(each -> each.begin() < leftAt.getOrDefault(each.process(),
            Long.MAX_VALUE)), "No ask of a process that stays fails.");
        assertTrue(OF_ONE_THAT_LEAVES.containsAll(history.failures().keySet()), () -> "" + history.failures());
        reporter.publishEntry("rolling", "longest gap %.1f s; told %s; %d answers".formatted(history.longestGap(0),
            history.failures(), history.answers()));
      }
    }
  }

  @Test
  void no_ask_fails_while_processes_join_and_leave(TestReporter reporter) throws Exception {
    try (ClusterBed bed = new ClusterBed(folder.resolve("moves"), 10_000)) {
      bed.startThree(ClusterProofTest.THREADS);
      long from = ClusterProofTest.milestone();
      for (int round = 0; round < Math.max(3, ClusterProofTest.ROUNDS); round++) {
        ClusterProcess d = bed.start(3, "d" + round, "1");
        d.await("open");
        d.tell("load " + ClusterProofTest.THREADS);
        bed.awaitAllAnswer("after join " + round, ClusterProofTest.milestone());
        d.rest();
        d.leave();
        bed.awaitAllAnswer("after leave " + round, ClusterProofTest.milestone());
      }
      ClusterHistory history = bed.assertRight();
      assertEquals(Map.of(), history.failuresAfter(from));
      reporter.publishEntry("moves", "longest gap %.1f s; %d answers".formatted(history.longestGap(from),
          history.answers()));
    }
  }

  @Test
  void of_two_processes_that_lose_each_other_the_one_with_the_lease_of_the_location_goes_on(TestReporter reporter)
      throws Exception {
    for (int round = 0; round < ClusterProofTest.ROUNDS; round++) {
      try (ClusterBed bed = new ClusterBed(folder.resolve("half" + round), 2_000)) {
        for (String name : List.of("a", "b")) {
          bed.start(name.charAt(0) - 'a', name, "1", "cluster.downing=lease-majority").await("open");
          bed.process(name).tell("load " + ClusterProofTest.THREADS);
        }
        bed.awaitAllAnswer("at first", ClusterProofTest.milestone());
        long cut = ClusterProofTest.milestone();
        bed.cut(1);
        TestMember.await("one closes itself", () -> bed.process("a").hasSaid("closed itself")
            || bed.process("b").hasSaid("closed itself"));
        bed.awaitAllAnswer("after the cut", ClusterProofTest.milestone());
        ClusterHistory history = bed.assertRight();
        assertTrue(!bed.process("a").hasSaid("closed itself") || !bed.process("b").hasSaid("closed itself"));
        reporter.publishEntry("two", "longest gap %.1f s; told %s; %d answers".formatted(history.longestGap(cut),
            history.failures(), history.answers()));
      }
    }
  }

  @Test
  void two_clusters_on_one_location_by_mistake_store_everything_once(TestReporter reporter) throws Exception {
    for (int round = 0; round < Math.max(1, ClusterProofTest.ROUNDS / 4); round++) {
      try (ClusterBed bed = new ClusterBed(folder.resolve("two" + round), 5_000)) {
        for (int number = 0; number < 2; number++) {
          if (number > 0) {
            assertTrue(bed.start(number, "refused", "1", bed.onlySeed(number)).endsWith("Another cluster uses"));
          }
          ClusterProcess process =
              bed.start(number, "p" + number, "1", bed.onlySeed(number), "cluster.beside-another=" + (number > 0));
          process.await("open");
          process.tell("load " + ClusterProofTest.THREADS);
        }
        bed.awaitAllAnswer("from both", ClusterProofTest.milestone());
        bed.rest();
        ClusterHistory history = bed.history();
        history.assertOnce(bed.anyFolder());
        assertFalse(history.failures().isEmpty(), "Both are told that somebody else takes their actors.");
        reporter.publishEntry("two clusters", "told %s; %d answers".formatted(history.failures(), history.answers()));
      }
    }
  }
}
