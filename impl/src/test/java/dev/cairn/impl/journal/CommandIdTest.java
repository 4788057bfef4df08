package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.Answer;
import dev.cairn.api.Persistence;
import dev.cairn.impl.journal.Chain.At;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Purge;
import dev.cairn.impl.journal.Chain.Put;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command with an id is executed once. */
class CommandIdTest {
  private static final List<Persistence> POLICIES = List.of(Persistence.full().snapshotEvery(7),
      Persistence.full().snapshotEvery(5).compactOnSnapshot(true).keepSnapshots(1), Persistence.light(),
      Persistence.stateOnly());

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb" })
  void the_same_id_sent_a_thousand_times_by_eight_threads_over_three_restarts_is_applied_once(String backend,
      @TempDir Path data) throws Exception {
    FaultyProvider provider = FaultyProvider.of(backend);
    AtomicInteger executed = new AtomicInteger();
    AtomicInteger repeated = new AtomicInteger();
    for (int restart = 0; restart < 4; restart++) {
      ActorType<Order<?>, Linked, Links> type = Chain.type(POLICIES.get(restart));
      try (ActorSystem system = Systems.open(provider, data, Duration.ofSeconds(20))) {
        ActorRef<Order<?>> chain = system.entity(type, "1");
        List<Thread> senders = IntStream.range(0, 8).mapToObj(i -> Thread.ofVirtual().start(() -> {
          for (int n = 0; n < 32; n++) {
            switch (chain.tryAsk("the one", new Put(7))) {
              case Answer.Ok<Links> ok -> executed.incrementAndGet();
              case Answer.Done<Links> done when done.sequence() == 1 -> repeated.incrementAndGet();
              default -> throw new AssertionError("neither executed nor known");
            }
          }
        })).toList();
        for (Thread sender : senders) {
          sender.join();
        }
        assertEquals(1, chain.ask(new At()));
      }
    }
    assertEquals(1, executed.get());
    assertEquals(4 * 8 * 32 - 1, repeated.get());
  }

  @Test
  void the_newest_thousand_ids_survive_snapshots_compaction_and_restarts_under_every_policy() {
    for (Persistence policy : POLICIES) {
      FaultyProvider memory = FaultyProvider.memory();
      ActorType<Order<?>, Linked, Links> type = Chain.type(policy);
      try (ActorSystem system = Systems.open(memory)) {
        ActorRef<Order<?>> chain = system.entity(type, "1");
        for (int i = 1; i <= 1003; i++) {
          chain.ask("command " + i, new Put(i));
        }
      }
      try (ActorSystem system = Systems.open(memory)) {
        ActorRef<Order<?>> chain = system.entity(type, "1");
        for (long i : new long[] { 4, 5, 500, 1000, 1003 }) {
          AlreadyDone done = assertThrows(AlreadyDone.class, () -> chain.ask("command " + i, new Put(i)));
          assertEquals(i, done.sequence());
        }
        chain.ask("command 3", new Put(3));
        assertEquals(1004L, chain.ask(new At()), "older ones are forgotten");
      }
    }
  }

  @Test
  void a_purge_forgets_the_ids_too() {
    for (Persistence policy : POLICIES) {
      FaultyProvider memory = FaultyProvider.memory();
      try (ActorSystem system = Systems.open(memory)) {
        ActorRef<Order<?>> chain = system.entity(Chain.type(policy), "1");
        chain.ask("one", new Put(1));
        chain.ask(new Purge());
        assertEquals(Links.of(List.of(1L)), chain.ask("one", new Put(1)));
      }
    }
  }
}
