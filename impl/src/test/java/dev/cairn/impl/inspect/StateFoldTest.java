package dev.cairn.impl.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.KeyRing;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.Reply;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreInspector.Folded;
import dev.cairn.impl.Ledger;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Booked;
import dev.cairn.impl.Ledger.Entry;
import dev.cairn.impl.Ledger.Sum;
import dev.cairn.impl.RawSql;
import dev.cairn.impl.TestKeys;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state that somebody makes with the classes of an actor, looking in from outside. */
class StateFoldTest {
  private static final ActorType<Entry<?>, Booked, Sum> TYPE =
      Ledger.TYPE.with(Persistence.full().snapshotEvery(4));

  @TempDir
  Path data;

  /** The same actor by classes that no longer take what was stored. */
  private record Stubborn() implements PersistentActor<Entry<?>, Booked, Sum> {
    @Override
    public Sum initialState() {
      return new Sum(0, 0);
    }

    @Override
    public Sum apply(Sum state, Booked event) {
      throw new IllegalArgumentException("never again");
    }

    @Override
    public Reply handle(Entry<?> command, PersistentContext<Booked, Sum> ctx) {
      throw new AssertionError("nobody asks it");
    }
  }

  private static void fill(ActorSystem system) {
    for (long amount = 1; amount <= 6; amount++) {
      system.entity(TYPE, "a").ask(new Add(amount));
    }
  }

  private static Folded fold(StoreInspector inspector, ActorType<?, ?, ?> type) {
    return inspector.fold(inspector.find("a").get(0), type);
  }

  @ParameterizedTest
  @ValueSource(booleans = { true, false })
  void it_holds_the_events_after_the_newest_snapshot_while_a_writer_is_alive(boolean sealed) {
    Optional<KeyRing> ring =
        sealed ? Optional.of(KeyRing.of(EncryptedKey.of(TestKeys.random()))) : Optional.empty();
    ActorSystem.Builder builder = ActorSystem.builder().data(data).backend("sqlite");
    ring.ifPresent(builder::keys);
    try (ActorSystem system = builder.open();
        StoreInspector inspector = ring.map(keys -> StoreInspector.open(data, keys))
            .orElseGet(() -> StoreInspector.open(data))) {
      fill(system);
      assertEquals(4, inspector.state(inspector.find("a").get(0)).orElseThrow().sequence());
      assertEquals(new Folded(6, "Sum", 1, Map.of("total", 21L, "events", 6L)), fold(inspector, TYPE));
      system.entity(TYPE, "a").ask(new Add(9));
      assertEquals(new Folded(7, "Sum", 1, Map.of("total", 30L, "events", 7L)), fold(inspector, TYPE));
    }
  }

  @Test
  void a_damaged_snapshot_and_an_apply_that_throws_are_told_apart_and_named() {
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").open()) {
      fill(system);
    }
    try (RawSql sql = new RawSql(data)) {
      sql.update("DELETE FROM snapshot");
    }
    try (StoreInspector inspector = StoreInspector.open(data)) {
      RecoveryFailed thrown = assertThrows(RecoveryFailed.class, () -> fold(inspector, TYPE.madeBy(Stubborn::new)));
      assertTrue(String.valueOf(thrown.getMessage()).contains("apply failed at event"), thrown.getMessage());
      assertThrows(IllegalArgumentException.class, () -> fold(inspector, TYPE.in("other")));
      assertEquals(6, fold(inspector, TYPE).through());
    }
    try (RawSql sql = new RawSql(data)) {
      sql.update("UPDATE event SET record = zeroblob(length(record)) WHERE seq = 5");
    }
    try (StoreInspector inspector = StoreInspector.open(data)) {
      StoreDamaged damage = assertThrows(StoreDamaged.class, () -> fold(inspector, TYPE));
      assertTrue(String.valueOf(damage.getMessage()).startsWith("Event 5 of stream /ledger/a"),
          damage.getMessage());
    }
  }
}
