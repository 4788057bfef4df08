package dev.cairn.pekko.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import java.nio.file.Path;
import org.apache.pekko.persistence.CapabilityFlag;
import org.apache.pekko.persistence.japi.journal.JavaJournalPerfSpec;
import org.apache.pekko.persistence.japi.snapshot.JavaSnapshotStoreSpec;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pekko's own kit for plugins, with every optional capability, over each backend. */
@SuppressWarnings("serial") // ScalaTest lets its suites be serializable
final class PekkoKitTest {
  private static final int EVENTS = Integer.getInteger("pekko.kit.events", 200);
  private static final int ROUNDS = Integer.getInteger("pekko.kit.rounds", 1);

  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb", "postgresql" })
  void the_journal_passes_the_kit(String backend) {
    passes(new Journal(TestLocations.config(backend, folder)), 16);
  }

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb", "postgresql" })
  void the_snapshot_store_passes_the_kit(String backend) {
    passes(new Snapshots(TestLocations.config(backend, folder)), 12);
  }

  private static void passes(org.scalatest.Suite suite, int least) {
    KitRun run = KitRun.of(suite);
    assertEquals("", run.failures());
    assertTrue(run.passed() >= least, () -> "only " + run.passed() + " tests of the kit ran");
  }

  /** The journal, with all that a journal may do: JournalSpec, and JournalPerfSpec, which extends it. */
  static final class Journal extends JavaJournalPerfSpec {
    Journal(Config config) {
      super(config);
    }

    @Override
    public CapabilityFlag supportsMetadata() {
      return CapabilityFlag.on();
    }

    @Override
    public int eventsCount() {
      return EVENTS;
    }

    @Override
    public int measurementIterations() {
      return ROUNDS;
    }
  }

  /** The snapshot store, with all that a snapshot store may do. */
  static final class Snapshots extends JavaSnapshotStoreSpec {
    Snapshots(Config config) {
      super(config);
    }

    @Override
    public CapabilityFlag supportsMetadata() {
      return CapabilityFlag.on();
    }
  }
}
