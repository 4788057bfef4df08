package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.AppendConflict;
import dev.cairn.api.CairnException;
import dev.cairn.api.EventLog;
import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.PersistUnknown;
import dev.cairn.api.Persistence;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreException;
import dev.cairn.impl.Patience;
import dev.cairn.impl.journal.Chain.At;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Look;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Purge;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.impl.journal.Chain.PutAll;
import dev.cairn.impl.journal.Chain.TakeSnapshot;
import dev.cairn.impl.journal.Witness.History;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/** A short life of three chains, in which everything happens that a store is asked for, and one thing goes wrong. */
final class FaultPointLife {
  private static final Set<Call> NEVER = EnumSet.of(Call.STORES);
  private static final Set<Call> ONLY_OF_RECOVERIES = EnumSet.of(Call.STORES, Call.NEXT);

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 500;

  private final Appliers appliers = new Appliers();
  private final Map<String, Witness> witnesses =
      new TreeMap<>(Map.of("1", new Witness(), "2", new Witness(), "3", new Witness()));
  private final FaultyProvider provider;
  private final Path data;
  private final Duration patience;
  private final boolean keepsEvents;
  private final boolean isDirect;
  private final Map<String, DirectChain> direct = new HashMap<>();
  private final ActorType<Order<?>, Linked, Links> type;
  private ActorSystem system;

  FaultPointLife(String policy, FaultyProvider provider, Path data, Duration patience) {
    this.provider = provider;
    this.data = data;
    this.patience = patience;
    this.keepsEvents = policy.equals("full") || policy.equals("light") || policy.equals("direct");
    this.isDirect = policy.startsWith("direct");
    this.type = Chain.watched(appliers).with(switch (policy) {
      case "full" -> Persistence.full().snapshotEvery(3);
      case "compacting" -> Persistence.full().snapshotEvery(2).compactOnSnapshot(true).keepSnapshots(1);
      case "light" -> Persistence.light();
      case "pipelined" -> Persistence.full().snapshotEvery(2).compactOnSnapshot(true).keepSnapshots(1).pipelined();
      default -> Persistence.stateOnly();
    });
  }

  /** The calls of the backend that are made in the life of such chains. */
  static Set<Call> calls(String policy) {
    return EnumSet.complementOf(EnumSet.copyOf(policy.startsWith("direct") ? ONLY_OF_RECOVERIES : NEVER));
  }

  void live() {
    open(patience);
    put(1);
    put(2, 3);
    put(4);
    surviving(() -> chain("1").ask(new TakeSnapshot()));
    put(5);
    reopen(patience);
    put(6, 7, 8);
    together();
    burst();
    read();
    change("1", new Purge(), History::purged);
    put(9);
    reopen(patience);
    put(10);
  }

  /** What comes after it, when nothing goes wrong any more. */
  void end() {
    reopen(LONG);
    witnesses.keySet().forEach(id -> look(id, "in the end"));
    read();
    put(11);
    system.close();
    assertEquals(1, witnesses.get("1").history().values().stream().filter(value -> value == 11).count());
  }

  private void open(Duration patience) {
    system = surviving(() -> Systems.open(provider, data, patience));
    direct.values().forEach(DirectChain::forget);
  }

  private void reopen(Duration patience) {
    system.close();
    open(patience);
  }

  private ChainRef chain(String id) {
    if (!isDirect) {
      ActorRef<Order<?>> ref = system.entity(type, id);
      return ChainRef.of(ref, (from, to) -> system.events(ref, from, to));
    }
    return direct.computeIfAbsent(id,
        name -> new DirectChain(() -> system.streams("main").stream(DirectChain.TYPE, name),
            !keepsEvents));
  }

  /** What fails before anything is stored is tried again, once the store is back. */
  private <R> R surviving(Supplier<R> work) {
    for (int attempt = 1;; attempt++) {
      try {
        return work.get();
      } catch (RecoveryFailed | StoreException e) {
        assertTrue(attempt < ATTEMPTS, () -> "in vain: " + e);
        provider.faults.comeBack();
      }
    }
  }

  private void put(long... values) {
    List<Long> all = LongStream.of(values).boxed().toList();
    change("1", all.size() == 1 ? new Put(all.get(0)) : new PutAll(all), history -> history.put(all, null));
  }

  private void change(String id, Order<Links> order, UnaryOperator<History> change) {
    told(id, () -> surviving(() -> chain(id).ask(order)), change);
    look(id, "after " + order);
  }

  private void told(String id, Supplier<Links> asked, UnaryOperator<History> change) {
    try {
      asked.get();
      witnesses.get(id).happened(change);
    } catch (PersistFailed | AppendConflict told) {
      provider.faults.comeBack(); // certainly not stored
    } catch (PersistUnknown told) {
      provider.faults.comeBack();
      witnesses.get(id).mayHaveHappened(change);
    } catch (RecoveryFailed | StoreException told) {
      provider.faults.comeBack(); // never executed
    }
  }

  /** The commits of two actors wait behind that of a third, and then go to the store as one list. */
  private void together() {
    witnesses.keySet().forEach(id -> look(id, "before all together"));
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    provider.faults.pause = () -> {
      provider.faults.pause = null;
      inside.countDown();
      Patience.await(go);
    };
    Map<String, CompletableFuture<Links>> asked = new TreeMap<>();
    asked.put("1", chain("1").askAsync(new Put(100)));
    Patience.until(() -> inside.getCount() == 0 || asked.get("1").isDone());
    appliers.forget();
    asked.put("2", chain("2").askAsync(new Put(100)));
    asked.put("3", chain("3").askAsync(new Put(100)));
    Patience.until(() -> handedIn() + done(asked.get("2")) + done(asked.get("3")) >= 2);
    go.countDown();
    asked.forEach((id, answer) -> told(id, () -> joined(answer), history -> history.put(List.of(100L), null)));
    provider.faults.pause = null;
    witnesses.keySet().forEach(id -> look(id, "after all together"));
  }

  /** How many persists were handed in. The handler of a pipelined actor does not wait, nor does an append. */
  private int handedIn() {
    return isDirect ? 2 : type.persistence().isPipelined() ? appliers.goneOn() : appliers.waiting();
  }

  /** One actor is asked several times before it has answered. */
  private void burst() {
    List<CompletableFuture<Links>> asked = new ArrayList<>();
    surviving(() -> chain("1").ask(new Look()));
    for (long value = 200; value < 206; value++) {
      asked.add(chain("1").askAsync(new Put(value)));
    }
    for (int i = 0; i < asked.size(); i++) {
      CompletableFuture<Links> answer = asked.get(i);
      List<Long> value = List.of(200L + i);
      told("1", () -> joined(answer), history -> history.put(value, null));
    }
    look("1", "after many at once");
  }

  private static int done(CompletableFuture<Links> answer) {
    return answer.isDone() ? 1 : 0;
  }

  private static Links joined(CompletableFuture<Links> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof CairnException told ? told : e;
    }
  }

  private void look(String id, String when) {
    witnesses.get(id).saw(surviving(() -> chain(id).ask(new Look())), surviving(() -> chain(id).ask(new At())), when);
  }

  /** What is read beside the actors: the history of one, and the log. */
  private void read() {
    List<LoggedEvent> history = surviving(() -> chain("1").events().toList());
    witnesses.get("1").sawEvents(values(history, "1"), keepsEvents, "in its history");
    surviving(this::log).ifPresent(log -> witnesses
        .forEach((id, witness) -> witness.sawEvents(values(log, id), keepsEvents, "in the log")));
  }

  private Optional<List<LoggedEvent>> log() {
    try {
      EventLog log = system.log("main");
      assertEquals(List.of(), log.readers());
      return Optional.of(log.read(log.start(), 1000).events());
    } catch (HistoryCompacted gone) {
      return Optional.empty();
    }
  }

  private List<Long> values(List<LoggedEvent> events, String id) {
    return events.stream().filter(event -> event.id().equals(id)).map(event -> (Long) event.fields().get("value"))
        .toList();
  }
}
