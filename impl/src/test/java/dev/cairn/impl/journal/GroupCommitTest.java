package dev.cairn.impl.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnListener;
import dev.cairn.api.CairnListener.Committed;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.Persistence;
import dev.cairn.impl.Patience;
import dev.cairn.impl.journal.Chain.Linked;
import dev.cairn.impl.journal.Chain.Links;
import dev.cairn.impl.journal.Chain.Look;
import dev.cairn.impl.journal.Chain.Order;
import dev.cairn.impl.journal.Chain.Put;
import dev.cairn.impl.journal.Chain.PutWith;
import dev.cairn.impl.journal.Faults.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of persists that come while the store is busy. */
class GroupCommitTest {
  private static final int ACTORS = 20;
  private static final Order<Links> LARGE =
      new PutWith(1, EventMetadata.NONE.with("large", "x".repeat(900_000)));

  @TempDir
  Path data;

  private final Appliers appliers = new Appliers();
  private final ActorType<Order<?>, Linked, Links> type = Chain.watched(appliers);
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private final Queue<Committed> groups = new ConcurrentLinkedQueue<>();

  private ActorSystem open(FaultyProvider provider, Duration patience) {
    CairnListener listener = new CairnListener() {
      @Override
      public void committed(Committed group) {
        groups.add(group);
      }
    };
    ActorSystem system = Systems.open(provider, data, patience, Optional.of(listener));
    for (int actor = 0; actor < ACTORS; actor++) {
      var chain = system.entity(type, "chain " + actor);
      Eventually.succeeds(() -> chain.ask(new Look()));
    }
    groups.clear();
    provider.faults.pause = () -> {
      provider.faults.pause = null;
      inside.countDown();
      Patience.await(go);
    };
    return system;
  }

  /** Each of them persists, the others while the commit of the first is under way. */
  private List<CompletableFuture<Links>> persists(ActorSystem system, Order<Links> order) {
    List<CompletableFuture<Links>> answers = new ArrayList<>();
    answers.add(system.entity(type, "chain 0").askAsync(order));
    Patience.await(inside);
    for (int actor = 1; actor < ACTORS; actor++) {
      answers.add(system.entity(type, "chain " + actor).askAsync(order));
    }
    Patience.until(
        () -> appliers.waiting() + answers.stream().filter(CompletableFuture::isDone).count() >= ACTORS);
    return answers;
  }

  @ParameterizedTest
  @ValueSource(strings = { "sqlite", "rocksdb" })
  void what_many_persist_while_the_store_is_busy_goes_to_it_as_one_list_and_is_accounted(String backend)
      throws Exception {
    try (ActorSystem system = open(FaultyProvider.of(backend), Duration.ofSeconds(20))) {
      List<CompletableFuture<Links>> answers = persists(system, new Put(1));
      go.countDown();
      answers.forEach(CompletableFuture::join);
    }
    List<Committed> persists = groups.stream().filter(group -> group.events() > 0).toList();
    assertEquals(ACTORS, persists.stream().mapToInt(Committed::events).sum());
    assertEquals(1, persists.get(0).commits());
    assertTrue(persists.size() <= 6, persists.toString()); // two, where nobody is late
    for (Committed group : persists) {
      assertEquals(group.commits(), group.events());
      assertTrue(group.synced() && group.bytes() > 0 && group.queued().isPositive(), group.toString());
    }
  }

  @Test
  void who_comes_when_too_many_bytes_wait_waits_for_room() throws Exception {
    try (ActorSystem system = open(FaultyProvider.of("sqlite"), Duration.ofSeconds(20))) {
      List<CompletableFuture<Links>> answers = persists(system, LARGE);
      go.countDown();
      answers.forEach(CompletableFuture::join);
      Patience.until(() -> groups.stream().mapToInt(Committed::events).sum() == ACTORS);
      assertTrue(groups.stream().allMatch(group -> group.bytes() < 5_000_000), groups.toString());
    }
  }

  @Test
  void who_finds_no_room_in_time_is_told_that_nothing_was_stored() throws Exception {
    try (ActorSystem system = open(FaultyProvider.of("sqlite"), Duration.ofSeconds(1))) {
      List<CompletableFuture<Links>> answers = persists(system, LARGE);
      for (CompletableFuture<Links> answer : answers.subList(1, ACTORS)) {
        Throwable failure = assertThrows(CompletionException.class, answer::join).getCause();
        String told = assertInstanceOf(PersistFailed.class, failure).getMessage();
        assertTrue(told.contains("it has not answered yet") || told.contains("it is too slow"), told);
      }
      go.countDown();
      for (int actor = 1; actor < ACTORS; actor++) {
        var chain = system.entity(type, "chain " + actor);
        assertEquals(Links.NONE, Eventually.succeeds(() -> chain.ask(new Look())));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "memory", "sqlite" })
  void nobody_who_waits_is_forgotten_while_lists_fail_and_the_store_is_opened_again(String backend) throws Exception {
    FaultyProvider provider = FaultyProvider.of(backend);
    AtomicInteger stored = new AtomicInteger();
    ActorType<Order<?>, Linked, Links> plain = Chain.type(Persistence.full());
    try (ActorSystem system = Systems.open(provider, data, Duration.ofSeconds(20))) {
      for (int round = 0; round < 20; round++) {
        provider.faults.fail(Call.COMMIT, 3, Moment.values()[round % Moment.values().length]);
        List<CompletableFuture<Links>> answers = new ArrayList<>();
        for (int ask = 0; ask < 200; ask++) {
          answers.add(system.entity(plain, "chain " + ask % 50).askAsync(new Put(1)));
        }
        for (CompletableFuture<Links> answer : answers) {
          if (answer.handle((links, failure) -> told(failure)).get()) {
            stored.incrementAndGet();
          }
        }
      }
      long there = 0;
      for (int actor = 0; actor < 50; actor++) {
        there += system.entity(plain, "chain " + actor).ask(new Look()).count();
      }
      assertEquals(stored.get(), there);
    }
  }

  /** Whether it was stored; there is no third answer. */
  private static boolean told(@Nullable Throwable failure) {
    if (failure != null) {
      assertInstanceOf(PersistFailed.class, failure);
    }
    return failure == null;
  }
}
