package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnException;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.Persistence;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreException;
import dev.cairn.impl.journal.Chain.At;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Look;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Purge;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.impl.journal.Chain.PutAll;
import dev.cairn.impl.journal.Chain.TakeSnapshot;
import dev.cairn.impl.journal.Faults.Moment;
import dev.cairn.impl.journal.Witness.History;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every call of the backend in a short life of an actor fails once, before it, within it and after it. Whatever the
 * actor was told is true, and what comes back is explained by it.
 */
class FaultPointTest {
  private static final int MORE_THAN_ALL = 200;

  private final Witness witness = new Witness();
  private final FaultyProvider provider = FaultyProvider.memory();
  private ActorType<Order<?>, Linked, Links> type;
  private ActorSystem system;

  @ParameterizedTest
  @ValueSource(strings = { "full", "compacting", "light", "stateOnly" })
  void what_is_told_is_true_wherever_the_store_fails(String name) {
    Persistence policy = switch (name) {
      case "full" -> Persistence.full().snapshotEvery(3);
      case "compacting" -> Persistence.full().snapshotEvery(2).compactOnSnapshot(true).keepSnapshots(1);
      case "light" -> Persistence.light();
      default -> Persistence.stateOnly();
    };
    for (Call call : Call.values()) {
      for (Moment moment : Moment.values()) {
        int nth = 1;
        while (life(policy, call, nth, moment)) {
          nth++;
          assertTrue(nth < MORE_THAN_ALL, "the planned failure of " + call + " never fails to come");
        }
      }
    }
  }

  /** Returns whether the failure came. */
  private boolean life(Persistence policy, Call call, int nth, Moment moment) {
    FaultPointTest life = new FaultPointTest();
    life.type = Chain.type(policy);
    life.provider.faults.fail(call, nth, moment);
    try {
      return life.lived(call);
    } catch (Throwable e) {
      throw new AssertionError(call + " number " + nth + " failing " + moment, e);
    }
  }

  private boolean lived(Call call) {
    open();
    put(1);
    put(2, 3);
    put(4);
    chain(chain -> chain.ask(new TakeSnapshot()));
    put(5);
    reopen();
    put(6, 7, 8);
    change(new Purge(), History::purged);
    put(9);
    reopen();
    put(10);
    boolean came = !provider.faults.pending(call);
    provider.faults.heal();
    reopen();
    look("in the end");
    put(11);
    look("after all");
    system.close();
    assertEquals(1, witness.history().values().stream().filter(value -> value == 11).count());
    return came;
  }

  private void open() {
    for (int attempt = 1;; attempt++) {
      try {
        system = Systems.open(provider);
        return;
      } catch (StoreException e) {
        assertTrue(attempt < 3, () -> "opened in vain: " + e);
      }
    }
  }

  private void reopen() {
    system.close();
    open();
  }

  private <R> R chain(Function<ActorRef<Order<?>>, R> ask) {
    for (int attempt = 1;; attempt++) {
      try {
        return ask.apply(system.entity(type, "1"));
      } catch (RecoveryFailed | StoreException e) {
        assertTrue(attempt < 3, () -> "recovered in vain: " + e);
      }
    }
  }

  private void put(long... values) {
    List<Long> all = LongStream.of(values).boxed().toList();
    change(all.size() == 1 ? new Put(all.get(0)) : new PutAll(all), history -> history.put(all, null));
  }

  private void change(Order<Links> order, UnaryOperator<History> change) {
    try {
      chain(chain -> chain.ask(order));
      witness.happened(change);
    } catch (PersistFailed told) {
      // certainly not stored
    } catch (PersistUnknown told) {
      witness.mayHaveHappened(change);
    } catch (CairnException e) {
      throw new AssertionError(e);
    }
    look("after " + order);
  }

  private void look(String when) {
    witness.saw(chain(chain -> chain.ask(new Look())), chain(chain -> chain.ask(new At())), when);
  }
}
