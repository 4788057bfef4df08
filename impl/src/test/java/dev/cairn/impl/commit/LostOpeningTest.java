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

/** Between the failure of an opening and the next one, nobody can say whether memory still agrees with the store. */
@Timeout(60)
class LostOpeningTest {

  @Test
  void from_its_failure_on_nobody_takes_what_he_knows_for_what_is_stored() {
    try (StoreThreads threads = new StoreThreads()) {
      Openings openings = threads.call(() -> new Openings(Location.of(Path.of("memory"),
          BackendCatalogue.scan(Optional.empty()).choose(Optional.of("memory"))), threads, Duration.ofSeconds(1)));
      long known = openings.newestGeneration();
      assertTrue(openings.isAloneSince(known));
      openings.lose(openings.newest(), new StoreUnavailable("the test says so", null));
      assertFalse(openings.isAloneSince(known), "an actor that goes on now would write to what comes next");
      assertThrows(StoreUnavailable.class, () -> openings.isAloneSince(known, Patience.of(1)));
      assertTrue(openings.publish(Objects.requireNonNull(threads.call(openings::reopen))));
      assertFalse(openings.isAloneSince(known), "a memory that was closed has lost what it acknowledged");
      assertTrue(openings.isAloneSince(openings.newestGeneration()));
      openings.close();
    }
  }
}
