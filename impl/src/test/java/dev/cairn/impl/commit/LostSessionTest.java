package dev.cairn.impl.commit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.StoreUnavailable;
import dev.cairn.impl.backend.BackendCatalogue;
import dev.cairn.impl.backend.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Between the failure of a session and the next one, nobody can say whether memory still agrees with the store. */
@Timeout(60)
class LostSessionTest {

  @Test
  void from_its_failure_on_nobody_takes_what_he_knows_for_what_is_stored() {
    try (StoreThreads threads = new StoreThreads()) {
      Sessions sessions = threads.call(() -> new Sessions(Location.of(Path.of("memory"),
          BackendCatalogue.scan(Optional.empty()).choose(Optional.of("memory"))), threads, Duration.ofSeconds(1)));
      long known = sessions.newestGeneration();
      assertTrue(sessions.isAloneSince(known));
      sessions.lose(sessions.newest(), new StoreUnavailable("the test says so", null));
      assertFalse(sessions.isAloneSince(known), "an actor that goes on now would write to what comes next");
      assertThrows(StoreUnavailable.class, () -> sessions.isAloneSince(known, Patience.of(1)));
      assertTrue(sessions.publish(Objects.requireNonNull(threads.call(sessions::reopen))));
      assertFalse(sessions.isAloneSince(known), "a memory that was closed has lost what it acknowledged");
      assertTrue(sessions.isAloneSince(sessions.newestGeneration()));
      sessions.close();
    }
  }
}
