package dev.cairn.impl.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.api.bind.Keys;
import dev.cairn.api.bind.RuntimeOptions;
import dev.cairn.api.bind.SystemOptions;
import dev.cairn.spi.Backend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an opening has to do with the one before it. */
class LocationTest {
  private static final RuntimeOptions RUNTIME = new RuntimeOptions(Duration.ofSeconds(5), Duration.ofSeconds(10),
      Duration.ofMinutes(2), 1_000, Optional.empty(), false, List.of(), Optional.empty(), List.of(), Optional.empty());

  @Test
  void what_is_kept_in_memory_is_still_there_when_it_is_opened_again() {
    Location location = Location.of(new SystemOptions(Path.of("memory"), Optional.empty(), Optional.of("memory"),
        Optional.empty(), Optional.empty(), Map.of(), Duration.ofSeconds(10), false, Keys.NONE, RUNTIME,
        Optional.empty()));
    long first;
    try (Backend backend = location.open()) {
      first = backend.info().generation();
    }
    try (Backend backend = location.open()) {
      assertEquals(first + 1, backend.info().generation());
    }
  }
}
