package dev.cairn.impl.timer;

import static dev.cairn.impl.timer.WallClock.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.StoreHandover;
import dev.cairn.impl.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Durable timers of a system that is handed over. */
@Timeout(120)
class HandedOverTimersTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir
  Path folder;

  private ActorSystem open(String data, WallClock clock) {
    return ActorSystem.builder().data(folder.resolve(data)).backend("sqlite").time(clock).types(Bell.TYPE).open();
  }

  @Test
  void timers_that_were_set_before_it_fire_after_it_and_after_a_restart_once_each() {
    try (WallClock clock = new WallClock()) {
      try (ActorSystem system = open("before", clock)) {
        ActorRef<Bell.Order<?>> bell = Bell.of(system, "1");
        Bell.set(bell, "past", NOON);
        Patience.until(() -> Bell.rung(bell).equals(List.of("past")));
        Bell.set(bell, "soon", NOON.plus(HOUR));
        Bell.set(bell, "later", NOON.plus(HOUR.multipliedBy(2)));
        StoreHandover.of(system, folder.resolve("after")).backend("sqlite").run();
        clock.set(NOON.plus(HOUR));
        Patience.until(() -> Bell.rung(bell).equals(List.of("past", "soon")));
        Bell.set(bell, "last", NOON.plus(HOUR.multipliedBy(2)));
      }
      clock.set(NOON.plus(HOUR.multipliedBy(2)));
      try (ActorSystem system = open("after", clock)) {
        ActorRef<Bell.Order<?>> bell = Bell.of(system, "1");
        Patience.until(() -> Bell.rung(bell).size() == 4);
        assertEquals(List.of("past", "soon", "later", "last"), Bell.rung(bell));
      }
    }
  }
}
