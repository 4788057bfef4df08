package dev.cairn.impl.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Persistence;
import dev.cairn.api.StoreCopy;
import dev.cairn.api.StoreInspector;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Booked;
import dev.cairn.impl.Ledger.Entry;
import dev.cairn.impl.Ledger.Sum;
import dev.cairn.impl.Ledger.Total;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Backups and verifications beside actors of every policy that write all the time, held against what these were told.
 * How many is set with {@code -Dcairn.backups=N}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class BackupUnderLoadTest {
  private static final int BACKUPS = Integer.getInteger("cairn.backups", 2);
  private static final int ACTORS = 12;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final StoreCopy.Progress SILENT = (phase, events, all) -> {};
  private static final List<ActorType<Entry<?>, Booked, Sum>> TYPES = List.of(
      Ledger.TYPE.in("light").with(Persistence.light()),
      Ledger.TYPE.in("full").with(Persistence.full().snapshotEvery(25)),
      Ledger.TYPE.in("compacted")
          .with(Persistence.full().snapshotEvery(10).compactOnSnapshot(true).keepSnapshots(1)),
      Ledger.TYPE.in("state").with(Persistence.stateOnly()));

  @TempDir
  Path folder;

  private final AtomicLongArray acknowledged = new AtomicLongArray(TYPES.size() * ACTORS);
  private volatile boolean stopped;

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void every_backup_beside_a_writer_is_whole_and_has_what_was_acknowledged_before(String backend) throws Exception {
    Path live = folder.resolve("live");
    try (ActorSystem system = ActorSystem.builder().data(live).backend(backend).open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> writers = new ArrayList<>();
      for (int actor = 0; actor < acknowledged.length(); actor++) {
        writers.add(threads.submit(adding(system, actor)));
      }
      try {
        for (int number = 1; number <= BACKUPS; number++) {
          backUp(live, folder.resolve("backup-" + number));
          assertClean(live);
        }
      } finally {
        stopped = true;
      }
      for (Future<Void> writer : writers) {
        writer.get();
      }
    }
  }

  private Callable<Void> adding(ActorSystem system, int actor) {
    var ref = system.entity(TYPES.get(actor / ACTORS), Integer.toString(actor % ACTORS));
    return () -> {
      while (!stopped) {
        acknowledged.set(actor, ref.ask(new Add(1)));
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      return null;
    };
  }

  private void backUp(Path live, Path backup) {
    long[] before = now();
    StoreCopy.of(live, backup).run(SILENT);
    long[] after = now();
    assertClean(backup);
    try (ActorSystem system = ActorSystem.builder().data(backup).open()) {
      for (int actor = 0; actor < before.length; actor++) {
        Sum sum = system.entity(TYPES.get(actor / ACTORS), Integer.toString(actor % ACTORS)).ask(new Total());
        assertEquals(sum.events(), sum.total());
        assertTrue(before[actor] <= sum.total() && sum.total() <= after[actor] + 1, "actor " + actor + " is at "
            + sum.total() + ", and was at " + before[actor] + " before the backup, at " + after[actor] + " after it");
      }
    }
  }

  private long[] now() {
    return LongStream.range(0, acknowledged.length()).map(actor -> acknowledged.get((int) actor)).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void a_writer_that_comes_in_the_middle_harms_neither_a_backup_nor_a_verification(String backend) {
    Path data = folder.resolve("at-rest");
    addTo(data, backend);
    boolean[] come = new boolean[2];
    StoreCopy.of(data, folder.resolve("backup")).run((phase, events, all) -> {
      if (!come[0]) {
        come[0] = true;
        addTo(data, backend);
      }
    });
    assertClean(folder.resolve("backup"));
    List<StoreInspector.Damage> found = new ArrayList<>();
    try (StoreInspector inspector = StoreInspector.open(data)) {
      StoreInspector.Check check = inspector.verify(found::add, events -> {
        if (!come[1]) {
          come[1] = true;
          addTo(data, backend);
        }
      });
      assertEquals(TYPES.size(), check.streams());
    }
    assertEquals(List.of(), found);
  }

  private static void addTo(Path data, String backend) {
    try (ActorSystem system = ActorSystem.builder().data(data).backend(backend).open()) {
      for (int time = 0; time < 30; time++) {
        TYPES.forEach(type -> system.entity(type, "one").ask(new Add(1)));
      }
    }
  }

  private static void assertClean(Path data) {
    List<StoreInspector.Damage> found = new ArrayList<>();
    try (StoreInspector inspector = StoreInspector.open(data)) {
      inspector.verify(found::add, events -> {});
    }
    assertEquals(List.of(), found);
  }
}
