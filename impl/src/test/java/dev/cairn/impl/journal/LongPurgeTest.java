package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Persistence;
import dev.cairn.impl.journal.Chain.At;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Purge;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.impl.journal.Chain.PutAll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many events of one actor go at once without ever being in memory together, in the heap or beside it.
 * {@code -Dlong.purge=N} sets how many. What the whole process holds is looked at where Linux tells it.
 */
class LongPurgeTest {
  private static final ActorType<Order<?>, Linked, Links> TYPE =
      Chain.type(Persistence.full().snapshotEvery(Integer.MAX_VALUE));
  private static final int CHUNK = 5_000;
  private static final long MOST_KIB = 64 << 10;
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path PEAK_RESET = Path.of("/proc/self/clear_refs");

  @TempDir
  Path data;

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void an_actor_with_many_events_is_purged_in_bounded_memory(String backend) throws IOException {
    long events = Long.getLong("long.purge", 20_000);
    try (ActorSystem system = Systems.open(FaultyProvider.of(backend), data, Duration.ofMinutes(5))) {
      ActorRef<Order<?>> chain = chain(system);
      for (long from = 1; from <= events; from += CHUNK) {
        chain.ask(new PutAll(LongStream.range(from, Math.min(from + CHUNK, events + 1)).boxed().toList()));
      }
      long before = resetPeak();
      assertEquals(Links.NONE, chain.ask(new Purge()));
      long more = peak() - before;
      System.out.println("The purge of " + events + " events of " + backend + " took " + more + " KiB more.");
      assertTrue(more < MOST_KIB, () -> more + " KiB");
    }
    try (ActorSystem system = Systems.open(FaultyProvider.of(backend), data, Duration.ofMinutes(5))) {
      assertEquals(Links.of(List.of(7L)), chain(system).ask(new Put(7)));
      assertEquals(events + 1, chain(system).ask(new At()));
    }
  }

  private static ActorRef<Order<?>> chain(ActorSystem system) {
    return system.entity(TYPE, "1").within(Duration.ofMinutes(5));
  }

  /** Lets the peak begin again with what the process holds now; returns that, 0 where nobody tells. */
  private static long resetPeak() throws IOException {
    if (Files.exists(PEAK_RESET)) {
      Files.writeString(PEAK_RESET, "5");
    }
    return peak();
  }

  private static long peak() throws IOException {
    return !Files.exists(STATUS) ? 0
        : Files.readAllLines(STATUS).stream().filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
  }
}
