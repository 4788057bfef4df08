package dev.cairn.impl.timer;

import static dev.cairn.impl.timer.WallClock.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnListener;
import dev.cairn.api.EncryptedKey;
import dev.cairn.api.Forgotten;
import dev.cairn.api.KeyRing;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersonalKeys;
import dev.cairn.impl.Patience;
import dev.cairn.impl.TestKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Durable timers of actors that are forgotten. */
@Timeout(120)
class ForgottenTimersTest implements CairnListener {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir
  Path folder;

  private final byte[] key = TestKeys.random();
  private final WallClock clock = new WallClock();
  private final Queue<String> rung = new ConcurrentLinkedQueue<>();
  private final Queue<TimerFailed> failed = new ConcurrentLinkedQueue<>();
  private final ActorType<Bell.Order<?>, Bell.Happened, Bell.Diary> type = Bell.type("personal-bell", (ring, ctx) -> {
    rung.add(ring.text());
    return Bell.persist(ring, ctx);
  }).with(Persistence.light()).personal();

  @Override
  public void timerFailed(TimerFailed event) {
    failed.add(event);
  }

  private KeyRing ring() {
    return KeyRing.of(EncryptedKey.of(key)).personalKeys(PersonalKeys.file(folder.resolve("personal.keys")));
  }

  private ActorSystem open(KeyRing ring) {
    return ActorSystem.builder().data(folder.resolve("data")).backend("sqlite").keys(ring).time(clock).types(type)
        .listener(this).open();
  }

  @Test
  void a_timer_of_a_forgotten_actor_has_ended_with_it_here_and_after_a_restart() {
    try (KeyRing ring = ring(); ActorSystem system = open(ring)) {
      for (String id : List.of("gone", "here")) {
        ActorRef<Bell.Order<?>> bell = system.entity(type, id);
        Bell.set(bell, "first of " + id, NOON.plus(HOUR));
        Bell.set(bell, "second of " + id, NOON.plus(HOUR.multipliedBy(2)));
      }
      system.forget(type, "gone");
      clock.set(NOON.plus(HOUR));
      Patience.until(() -> rung.contains("first of here"));
    }
    clock.set(NOON.plus(HOUR.multipliedBy(2)));
    try (KeyRing ring = ring(); ActorSystem system = open(ring)) {
      Patience.until(() -> rung.contains("second of here"));
      assertThrows(Forgotten.class, () -> Bell.diary(system.entity(type, "gone")));
      Bell.set(system.entity(type, "here"), "third of here", NOON);
      Patience.until(() -> rung.contains("third of here"));
    }
    assertEquals(List.of("first of here", "second of here", "third of here"), List.copyOf(rung));
    assertEquals(List.of(), List.copyOf(failed));
    clock.close();
  }
}
