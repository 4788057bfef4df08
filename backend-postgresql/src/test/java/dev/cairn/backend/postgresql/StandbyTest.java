package dev.cairn.backend.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.Durability;
import dev.cairn.api.LoggedEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server dies and its standby takes over, under systems that write and one that follows. The url of the location
 * has both. {@code -Dcairn.server.promotions} makes it more often.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class StandbyTest {
  private static final int PROMOTIONS = Integer.getInteger("cairn.server.promotions", 1);
  private static final int SYSTEMS = 3;

  @TempDir
  Path folder;

  @Test
  void a_synchronous_standby_that_takes_over_has_everything_and_all_go_on_there(TestReporter reporter)
      throws Exception {
    for (int number = 0; number < PROMOTIONS; number++) {
      try (Pair pair = Pair.start(folder.resolve("sync" + number));
          Crowd crowd = pair.crowd(folder.resolve("systems" + number))) {
        pair.primary.run("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()");
        pair.primary.await("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'", "1");
        crowd.awaitMore(100);
        List<LoggedEvent> log = pair.failOver(crowd);
        crowd.requireNothingLost(log);
        assertEquals(0, LostTail.require(crowd, log, pair.standby));
        crowd.report(reporter, "synchronous");
      }
    }
  }

  @Test
  void an_asynchronous_standby_that_takes_over_lacks_a_whole_suffix_and_all_go_on_there(TestReporter reporter)
      throws Exception {
    for (int number = 0; number < PROMOTIONS; number++) {
      try (Pair pair = Pair.start(folder.resolve("async" + number));
          Crowd crowd = pair.crowd(folder.resolve("systems" + number))) {
        crowd.awaitMore(50);
        pair.standby.run("ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()");
        pair.standby.await("SELECT count(*) FROM pg_stat_wal_receiver", "0");
        crowd.awaitMore(50);
        List<LoggedEvent> log = pair.failOver(crowd);
        int lost = LostTail.require(crowd, log, pair.standby);
        assertTrue(lost > 0, "Nothing was lost, so nothing was shown.");
        crowd.report(reporter, "asynchronous, " + lost + " events lost");
      }
    }
  }

  private record Pair(OwnServer primary, OwnServer standby) implements AutoCloseable {
    static Pair start(Path folder) throws Exception {
      OwnServer primary = OwnServer.create(folder.resolve("primary"));
      OwnServer standby = primary.standby(folder.resolve("standby"));
      primary.start();
      standby.start();
      primary.await("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'", "1");
      return new Pair(primary, standby);
    }

    Crowd crowd(Path systems) {
      return Crowd.of(SYSTEMS, systems, primary.urlWith(standby), Durability.SYNC, true);
    }

    /** Lets the standby take over, and returns its log when everybody has gone on there for a while. */
    List<LoggedEvent> failOver(Crowd crowd) throws Exception {
      primary.kill();
      crowd.endLife();
      standby.promote();
      crowd.awaitMore(100);
      return crowd.end();
    }

    @Override
    public void close() {
      primary.close();
      standby.close();
    }
  }
}
