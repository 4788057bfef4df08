package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.CairnListener;
import dev.cairn.api.PersistFailed;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Put;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is thrown while a batch is stored, and by whomever hears of it, the store goes on. */
@Timeout(60)
class ThrownAnywhereTest {
  @TempDir
  Path data;

  /** The log prints what it is given, and fails where that cannot be printed. */
  private static final class Unprintable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unprintable() {
      super("a failure that no log can print");
    }

    @Override
    public String toString() {
      throw new InternalError("too many open files");
    }
  }

  private static final class Deaf implements CairnListener {
    @Override
    public void storeLost(StoreLost event) {
      throw new OutOfMemoryError("the test's listener");
    }

    @Override
    public void storeReopened(StoreReopened event) {
      throw new Unprintable();
    }

    @Override
    public void committed(Committed event) {
      throw new StackOverflowError("the test's listener");
    }

    @Override
    public void persisted(Persisted event) {
      throw new Unprintable();
    }
  }

  private void goesOn(FaultyProvider provider, Faults.Pause thrower, Optional<CairnListener> listener) {
    try (ActorSystem system = Systems.open(provider, data, Duration.ofSeconds(10), listener)) {
      ActorRef<Order<?>> chain = system.entity(Chain.TYPE, "1");
      chain.ask(new Put(1));
      provider.faults.pause = () -> {
        provider.faults.pause = null;
        thrower.await();
      };
      assertThrows(PersistFailed.class, () -> chain.ask(new Put(2)));
      assertEquals(Links.of(List.of(1L, 3L)), chain.ask(new Put(3)));
    }
    assertEquals(2, provider.faults.count(Call.OPEN));
  }

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb" })
  void a_log_that_throws_does_not_stop_the_store(String backend) {
    goesOn(FaultyProvider.of(backend), () -> {
      throw new Unprintable();
    }, Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite" })
  void a_listener_that_throws_does_not_stop_the_store_also_where_that_cannot_be_logged(String backend) {
    goesOn(FaultyProvider.of(backend), () -> {
      throw new Unprintable();
    }, Optional.of(new Deaf()));
  }

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite", "rocksdb" })
  void a_full_heap_below_a_commit_costs_that_commit(String backend) {
    goesOn(FaultyProvider.of(backend), () -> {
      throw new OutOfMemoryError("the test's heap");
    }, Optional.empty());
  }
}
