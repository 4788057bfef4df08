package dev.cairn.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.Durability;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.KeyDisabled;
import dev.cairn.api.KeyRing;
import dev.cairn.api.PersistFailed;
import dev.cairn.api.Persistence;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.UnknownKey;
import dev.cairn.api.WrongKey;
import dev.cairn.impl.Ledger.Add;
import dev.cairn.impl.Ledger.Total;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new primary takes over while actors write; what the old one has sealed stays readable as long as it is there. */
class KeyRotationTest {
  private static final int ACTORS = 64;

  @TempDir
  Path data;

  private final List<byte[]> keys = List.of(TestKeys.random(), TestKeys.random(), TestKeys.random());
  private final KeyRing ring = ring(1, 2, 3);

  private KeyRing ring(int primary, int... more) {
    KeyRing made = KeyRing.of(primary, EncryptedKey.of(keys.get(primary - 1)));
    for (int id : more) {
      made.add(id, EncryptedKey.of(keys.get(id - 1)));
    }
    return made;
  }

  private ActorSystem open(KeyRing keyRing) {
    return ActorSystem.builder().data(data).backend("sqlite").durability(Durability.OS).keys(keyRing)
        .open();
  }

  private static long total(ActorSystem system, String id) {
    return system.entity(Ledger.TYPE, id).ask(new Total()).total();
  }

  @Test
  void every_event_is_readable_before_during_and_after_a_rotation_while_actors_write() throws Exception {
    long each;
    try (ActorSystem system = open(ring)) {
      each = writeWhileTheKeyChanges(system);
    }
    for (KeyRing after : List.of(ring(3, 1, 2), ring(1, 2, 3))) {
      try (ActorSystem system = open(after)) {
        for (int actor = 0; actor < ACTORS; actor++) {
          assertEquals(each * (each + 1) / 2, total(system, "a" + actor));
        }
      }
    }
    try (StoreInspector inspector = StoreInspector.open(data, ring(3, 1, 2))) {
      List<Long> sequences = new ArrayList<>();
      inspector.events(inspector.find("a0").get(0), event -> sequences.add(event.sequence()));
      assertEquals(each, sequences.size());
    }
  }

  private long writeWhileTheKeyChanges(ActorSystem system) throws InterruptedException {
    long each = 60;
    AtomicLong written = new AtomicLong();
    CountDownLatch third = new CountDownLatch(20 * ACTORS);
    CountDownLatch twoThirds = new CountDownLatch(40 * ACTORS);
    List<Thread> writers = new ArrayList<>();
    for (int actor = 0; actor < ACTORS; actor++) {
      String id = "a" + actor;
      writers.add(Thread.startVirtualThread(() -> {
        for (long amount = 1; amount <= each; amount++) {
          system.entity(Ledger.TYPE, id).ask(new Add(amount));
          written.incrementAndGet();
          third.countDown();
          twoThirds.countDown();
        }
      }));
    }
    third.await();
    ring.primary(2);
    try (StoreInspector inspector = StoreInspector.open(data, ring(1, 2, 3))) {
      inspector.events(inspector.find("a0").get(0), event -> assertTrue(event.sequence() > 0));
    }
    twoThirds.await();
    ring.primary(3);
    for (Thread writer : writers) {
      writer.join();
    }
    assertEquals(each * ACTORS, written.get());
    return each;
  }

  @Test
  void a_disabled_old_key_is_told_from_an_unknown_one_and_what_the_new_one_sealed_is_readable() {
    try (ActorSystem system = open(ring(1, 2))) {
      system.entity(Ledger.TYPE, "old").ask(new Add(1));
    }
    try (ActorSystem system = open(ring(2, 1))) {
      system.entity(Ledger.TYPE, "new").ask(new Add(2));
      assertEquals(1, total(system, "old"));
    }
    try (ActorSystem system = open(ring(2).disable(1))) {
      assertEquals(2, total(system, "new"));
      RecoveryFailed failure = assertThrows(RecoveryFailed.class, () -> total(system, "old"));
      assertEquals(1, assertInstanceOf(KeyDisabled.class, failure.getCause()).id());
      assertTrue(failure.getMessage().contains("ledger/old"), failure.getMessage());
    }
    try (ActorSystem system = open(ring(2))) {
      assertEquals(2, total(system, "new"));
      RecoveryFailed failure = assertThrows(RecoveryFailed.class, () -> total(system, "old"));
      assertEquals(1, assertInstanceOf(UnknownKey.class, failure.getCause()).id());
    }
    try (ActorSystem system = open(ring(2, 1))) {
      assertEquals(1, total(system, "old"));
    }
  }

  @Test
  void a_key_that_is_disabled_while_the_system_runs_fails_what_needs_it_and_nothing_else() {
    KeyRing live = ring(1, 2);
    var type = Ledger.TYPE.with(Persistence.full());
    try (ActorSystem system = open(live)) {
      system.entity(type, "1").ask(new Add(1));
      live.primary(2);
      system.entity(type, "1").ask(new Add(2));
      live.disable(1);
      assertEquals(6, system.entity(type, "1").ask(new Add(3)), "who is active needs the old key no more");
      assertEquals(4, system.entity(type, "2").ask(new Add(4)));
      live.close();
      assertInstanceOf(KeyDisabled.class, assertThrows(PersistFailed.class,
          () -> system.entity(type, "2").ask(new Add(5))).getCause());
    }
  }

  @Test
  void one_wrong_key_of_several_is_found_at_open() {
    try (ActorSystem system = open(ring(1, 2))) {
      system.entity(Ledger.TYPE, "1").ask(new Add(1));
    }
    try (ActorSystem system = open(ring(2, 1))) {
      system.entity(Ledger.TYPE, "1").ask(new Add(1));
    }
    for (int wrong : List.of(1, 2)) {
      KeyRing mixed = TestKeys.ring(wrong).add(3 - wrong, EncryptedKey.of(keys.get(2 - wrong)));
      assertEquals(wrong, assertThrows(WrongKey.class, () -> open(mixed)).id());
    }
  }
}
