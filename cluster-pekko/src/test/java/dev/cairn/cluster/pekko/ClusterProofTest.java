package dev.cairn.cluster.pekko;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Processes that share a location are killed and cut off, and one more joins, while all are asked. In the build each of
 * these happens once, and {@code -Dcairn.cluster.rounds=N} times in a campaign; {@link ClusterCampaign} does the rest.
 */
@Isolated("its processes need the machine")
@Timeout(3600)
final class ClusterProofTest {
  static final int ROUNDS = Integer.getInteger("cairn.cluster.rounds", 1);
  static final int THREADS = 3;
  private static final double MOST_SECONDS = 20;

  @TempDir
  private Path folder;

  static long milestone() {
    return System.nanoTime();
  }

  @Test
  void a_killed_process_loses_nothing_and_another_joins_without_a_failed_ask(TestReporter reporter) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (ClusterBed bed = new ClusterBed(folder.resolve("kill" + round), 2_000)) {
        bed.startThree(THREADS);
        long killed = milestone();
        bed.process("c").kill();
        bed.awaitAllAnswer("after the kill", milestone());
        double gap = (milestone() - killed) / 1e9;
        for (String name : List.of("a", "b")) {
          bed.process(name).tell("wait 10000"); // long enough for a machine that does much else
        }
        long joined = milestone();
        ClusterProcess d = bed.start(3, "d", "1");
        d.await("open");
        d.tell("wait 10000");
        d.tell("load " + THREADS);
        bed.awaitAllAnswer("after the join", milestone());
        ClusterHistory history = bed.assertRight();
        assertTrue(gap < MOST_SECONDS, () -> "All answered after " + gap + " s.");
        assertEquals(Map.of(), history.failuresAfter(joined));
        reporter.publishEntry("kill",
            "all answered after %.1f s; longest gap %.1f s; then a join, gap %.1f s; %d answers"
                .formatted(gap, history.longestGap(killed), history.longestGap(joined), history.answers()));
      }
    }
  }

  @Test
  void the_smaller_side_of_a_partition_closes_and_each_account_has_one_history(TestReporter reporter) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (ClusterBed bed = new ClusterBed(folder.resolve("cut" + round), 2_000)) {
        bed.startThree(THREADS);
        long cut = milestone();
        bed.cut(2);
        bed.process("c").await("closed itself");
        bed.awaitAllAnswer("after the cut", milestone());
        bed.mend();
        ClusterHistory history = bed.assertRight();
        reporter.publishEntry("partition", "longest gap %.1f s; told %s; %d answers".formatted(history.longestGap(cut),
            history.failures(), history.answers()));
      }
    }
  }
}
