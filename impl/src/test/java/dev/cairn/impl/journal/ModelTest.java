package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.AlreadyDone;
import dev.cairn.api.AppendConflict;
import dev.cairn.api.CairnException;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistRejected;
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
import dev.cairn.spi.BackendException;
import dev.cairn.spi.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random commands, crashes, faults and reopenings against a plain list of values. One thread asks, so a seed replays
 * exactly: {@code -Dmodel.seed=N}. {@code -Dmodel.steps=N} sets how many steps each policy makes in memory, and
 * {@code -Dmodel.engine.steps=N} how many it makes on each engine.
 */
class ModelTest {
  private static final int ACTORS = 4;
  private static final Map<String, Persistence> POLICIES = new TreeMap<>(Map.of(
      "full", Persistence.full().snapshotEvery(7),
      "compacting", Persistence.full().snapshotEvery(5).compactOnSnapshot(true),
      "light", Persistence.light(),
      "pipelined", Persistence.full().snapshotEvery(6).compactOnSnapshot(true).pipelined(),
      "pipelinedLight", Persistence.light().pipelined(),
      "stateOnly", Persistence.stateOnly()));

  @TempDir
  Path data;

  private final long seed = Long.getLong("model.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);
  private final List<Witness> witnesses = new ArrayList<>();
  private List<Persistence> policies;
  private FaultyProvider provider;
  private final Map<String, DirectChain> direct = new HashMap<>();
  private boolean isMemory;
  private boolean isDirect;
  private boolean compacts;
  private ActorType<Order<?>, Linked, Links> type;
  private ActorSystem system;
  private long value;

  @ParameterizedTest
  @CsvSource({ "full,memory", "compacting,memory", "light,memory", "stateOnly,memory", "pipelined,memory",
      "pipelinedLight,memory", "changing,memory", "direct,memory", "directCompacting,memory",
      "full,sqlite", "compacting,sqlite", "light,sqlite", "stateOnly,sqlite", "pipelined,sqlite", "changing,sqlite",
      "full,rocksdb", "compacting,rocksdb", "light,rocksdb", "stateOnly,rocksdb", "pipelined,rocksdb",
      "changing,rocksdb", "directCompacting,rocksdb" })
  void whatever_happens_each_actor_has_exactly_what_was_acknowledged(String policy, String backend) {
    int steps = backend.equals("memory")
        ? Integer.getInteger("model.steps", 1200)
        : Integer.getInteger("model.engine.steps", 300);
    isDirect = policy.startsWith("direct");
    compacts = policy.equals("directCompacting");
    policies = policy.equals("changing") || isDirect ? List.copyOf(POLICIES.values()) : List.of(POLICIES.get(policy));
    provider = FaultyProvider.of(backend);
    isMemory = backend.equals("memory");
    if ((policy.startsWith("pipelined") || compacts) && isMemory) {
      provider.waiting(); // in memory too several commits of an actor are under way
    }
    for (int i = 0; i < ACTORS; i++) {
      witnesses.add(new Witness());
    }
    open();
    look(0);
    int step = 0;
    try {
      while (step++ < steps) {
        step();
      }
      restart();
      for (int actor = 0; actor < ACTORS; actor++) {
        look(actor);
      }
      system.close();
    } catch (Throwable e) {
      throw new AssertionError("-Dmodel.seed=" + seed + " fails at step " + step + " of " + policy + " on " + backend,
          e);
    }
  }

  private void open() {
    if (!isMemory) {
      provider.durability(random.nextBoolean() ? Durability.OS : Durability.SYNC);
    }
    type = Chain.type(policies.get(random.nextInt(policies.size())));
    system = Systems.open(provider, data, Duration.ofSeconds(20));
    direct.values().forEach(DirectChain::forget);
  }

  private ChainRef chain(int actor) {
    String id = "chain " + actor;
    if (!isDirect) {
      ActorRef<Order<?>> ref = system.entity(type, id);
      return ChainRef.of(ref, (from, to) -> system.events(ref, from, to));
    }
    return direct.computeIfAbsent(id,
        name -> new DirectChain(() -> system.streams("main").stream(DirectChain.TYPE, name),
            compacts));
  }

  private void step() {
    int actor = random.nextInt(ACTORS);
    int dice = random.nextInt(1000);
    if (dice < 600) {
      put(actor, 1);
    } else if (dice < 720) {
      put(actor, 1 + random.nextInt(6));
    } else if (dice < 790) {
      look(actor);
    } else if (dice < 820) {
      burst(actor);
    } else if (dice < 860) {
      chain(actor).ask(new TakeSnapshot());
    } else if (dice < 900) {
      repeat(actor);
    } else if (dice < 930) {
      reject(actor);
    } else if (dice < 945) {
      chain(actor).ask(new Purge());
      witnesses.get(actor).happened(History::purged);
    } else if (dice < 985) {
      fail(actor);
    } else if (dice < 992) {
      restart();
    } else if (dice < 995) {
      unread(actor);
    } else {
      crash();
    }
  }

  private List<Long> values(int count) {
    List<Long> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(++value);
    }
    return values;
  }

  private void put(int actor, int count) {
    List<Long> values = values(count);
    String id = random.nextInt(3) == 0 ? "command " + value : null;
    Links seen = ask(actor, id, values);
    witnesses.get(actor).happened(history -> history.put(values, id));
    assertEquals(witnesses.get(actor).history().links(), seen);
  }

  private Links ask(int actor, String id, List<Long> values) {
    Order<Links> order = values.size() == 1 ? new Put(values.get(0)) : new PutAll(values);
    return chain(actor).ask(id, order);
  }

  private void look(int actor) {
    witnesses.get(actor).saw(chain(actor).ask(new Look()), chain(actor).ask(new At()), "actor " + actor);
  }

  /** A command that is done is not done again, and the actor says where it was done. */
  private void repeat(int actor) {
    List<Map.Entry<String, Long>> done = List.copyOf(witnesses.get(actor).history().done().entrySet());
    if (!done.isEmpty() && !compacts) { // a command whose events are deleted is not known
      Map.Entry<String, Long> one = done.get(random.nextInt(done.size()));
      try {
        chain(actor).ask(one.getKey(), new Put(0));
        throw new AssertionError(one.getKey() + " was done twice");
      } catch (AlreadyDone told) {
        assertEquals(one.getValue(), told.sequence());
      }
    }
  }

  private void reject(int actor) {
    try {
      chain(actor).ask(new PutAll(List.of(++value, -1L)));
      throw new AssertionError("stored what apply rejects");
    } catch (PersistRejected told) {
      look(actor);
    }
  }

  /** A commit fails before or after it is stored: the actor is told which. */
  private void fail(int actor) {
    settle();
    Moment moment = random.nextBoolean() ? Moment.BEFORE : Moment.AFTER;
    if (random.nextInt(10) == 0) {
      provider.faults.fail(Call.OPEN, 1, Moment.BEFORE);
    }
    provider.faults.fail(Call.COMMIT, 1, moment);
    List<Long> values = values(1 + random.nextInt(3));
    String id = random.nextBoolean() ? "command " + value : null;
    try {
      ask(actor, id, values);
      assertEquals(Moment.AFTER, moment);
      witnesses.get(actor).happened(history -> history.put(values, id));
    } catch (PersistFailed told) {
      assertEquals(Moment.BEFORE, moment);
    }
    look(actor);
  }

  /** Waits until no snapshot is under way any more: a fault that meets one would fail whatever is asked next. */
  private void settle() {
    if (type.persistence().isPipelined()) {
      for (int actor = 0; actor < ACTORS; actor++) {
        chain(actor).ask(new TakeSnapshot());
      }
    }
  }

  private record Asked(Order<?> order, @Nullable String id, CompletableFuture<?> answer) {}

  /** Many commands at once, within which the store may fail; each asker is told what became of its command. */
  private void burst(int actor) {
    settle();
    if (random.nextInt(2) == 0) {
      provider.faults.fail(Call.COMMIT, 1 + random.nextInt(3), Moment.values()[random.nextInt(3)]);
    }
    List<Asked> asked = new ArrayList<>();
    for (int i = 2 + random.nextInt(12); i > 0; i--) {
      int dice = random.nextInt(10);
      Asked before = asked.isEmpty() ? null : asked.get(asked.size() - 1);
      if (dice == 0) {
        asked.add(asked(actor, new Look(), null));
      } else if (dice == 1 && before != null && before.id() != null) {
        asked.add(asked(actor, before.order(), before.id()));
      } else {
        List<Long> values = values(1 + random.nextInt(3));
        asked.add(asked(actor, new PutAll(values), random.nextInt(3) == 0 ? "command " + value : null));
      }
    }
    asked.forEach(each -> told(actor, each));
    settle();
    provider.faults.heal();
    look(actor);
  }

  private <R> Asked asked(int actor, Order<R> order, @Nullable String id) {
    return new Asked(order, id, chain(actor).askAsync(id, order));
  }

  /** What is told of a command is told in the order of the commands, and is true of those before it. */
  private void told(int actor, Asked asked) {
    Witness witness = witnesses.get(actor);
    try {
      Object seen = asked.answer().join();
      if (asked.order() instanceof PutAll put) {
        assertFalse(asked.id() != null && witness.history().done().containsKey(asked.id()), "done twice");
        witness.happened(history -> history.put(put.values(), asked.id()));
      }
      assertEquals(witness.history().links(), seen);
    } catch (CompletionException e) {
      if (e.getCause() instanceof AlreadyDone done) {
        assertEquals(witness.history().done().get(asked.id()), done.sequence());
      } else {
        Class<? extends CairnException> notStored =
            isDirect && e.getCause() instanceof AppendConflict ? AppendConflict.class : PersistFailed.class;
        assertInstanceOf(notStored, e.getCause());
      }
    }
  }

  private void restart() {
    system.close();
    open();
  }

  /** A reading fails: the actor does not recover, and then it does. */
  private void unread(int actor) {
    restart();
    provider.faults.fail(random.nextBoolean() && !isDirect ? Call.CLAIM : Call.RECOVER, 1,
        random.nextBoolean() ? Moment.BEFORE : Moment.AFTER);
    Class<? extends CairnException> unread = isDirect ? StoreException.class : RecoveryFailed.class;
    assertThrows(unread, () -> look(actor));
    look(actor);
  }

  /** Nothing can be written any more, not even what actors write when they come to rest. */
  private void crash() {
    BackendException cut = new BackendException.Unavailable("crashed", null);
    provider.faults.failAll(Call.COMMIT, cut);
    system.close();
    provider.faults.heal();
    open();
  }
}
