package dev.cairn.impl.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.impl.ChildPath;
import dev.cairn.impl.Patience;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that dies at each step of a durable timer, and the next one. */
@Timeout(120)
class KilledTimersTest {
  @TempDir
  Path data;

  @ParameterizedTest
  @CsvSource({ "set and not persisted, ''", "persisted and not in the index, set a;a",
      "fired and not persisted, set a;a", "fired and persisted, set a;a", "ended without an event, set a;a" })
  void a_timer_is_stored_with_its_event_or_not_at_all_and_takes_effect_once_whenever_the_process_died(String moment,
      String expected) throws Exception {
    Process child = new ProcessBuilder(ChildPath.command(KilledBell.class, data, moment)).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assertTrue(child.waitFor(60, TimeUnit.SECONDS), moment);
    assertEquals(1, child.exitValue(), moment);
    List<String> diary = expected.isEmpty() ? List.of() : List.of(expected.split(";"));
    for (int session = 0; session < 2; session++) {
      try (ActorSystem system =
          ActorSystem.builder().data(data).backend("sqlite").types(Bell.TYPE, KilledBell.QUIET).open()) {
        ActorRef<Bell.Order<?>> meanwhile = Bell.of(system, "in session " + session);
        Bell.set(meanwhile, "m", Instant.now());
        Patience.until(() -> Bell.rung(meanwhile).equals(List.of("m")));
        Patience.until(() -> Bell.diary(Bell.of(system, "1")).size() >= diary.size());
        assertEquals(diary, Bell.diary(Bell.of(system, "1")));
        assertTrue(Bell.pending(Bell.of(system, "1"), "a").isEmpty());
        assertTrue(Bell.pending(system.entity(KilledBell.QUIET, "1"), "q").isEmpty());
      }
    }
  }
}
