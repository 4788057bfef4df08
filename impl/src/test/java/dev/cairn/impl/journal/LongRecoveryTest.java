package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Persistence;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Look;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.PutAll;
import dev.cairn.spi.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many events of one actor come back without ever being in memory together. {@code -Dlong.recovery=N} sets how many.
 */
class LongRecoveryTest {
  private static final int CHUNK = 5_000;

  @TempDir
  Path data;

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void an_actor_with_many_events_and_no_snapshot_recovers(String backend) {
    long events = Long.getLong("long.recovery", 100_000);
    ActorType<Order<?>, Linked, Links> type = Chain.type(Persistence.light());
    FaultyProvider provider = FaultyProvider.of(backend);
    Links expected = Links.NONE;
    try (ActorSystem system = Systems.open(provider, data, Duration.ofSeconds(60))) {
      ActorRef<Order<?>> chain = system.entity(type, "1").within(Duration.ofMinutes(1));
      for (long from = 1; from <= events; from += CHUNK) {
        List<Long> values = LongStream.range(from, Math.min(from + CHUNK, events + 1)).boxed().toList();
        expected = chain.ask(new PutAll(values));
      }
    }
    provider.faults.snapshotDamage = snapshot -> new Snapshot(snapshot.sequence(), new byte[9]);
    try (ActorSystem system = Systems.open(provider, data, Duration.ofMinutes(10))) {
      long began = System.nanoTime();
      ActorRef<Order<?>> chain = system.entity(type, "1").within(Duration.ofMinutes(10));
      assertEquals(events, chain.ask(new Look()).count());
      System.out.println(events + " events recovered from " + backend + " in "
          + (System.nanoTime() - began) / 1_000_000 + " ms");
      assertEquals(expected, chain.ask(new Look()));
    }
  }
}
