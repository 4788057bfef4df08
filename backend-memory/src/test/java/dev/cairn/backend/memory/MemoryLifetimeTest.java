package dev.cairn.backend.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.spi.Backend;
import dev.cairn.spi.BackendConfig;
import dev.cairn.spi.BackendException;
import dev.cairn.spi.BackendProvider;
import dev.cairn.spi.Commit;
import dev.cairn.spi.Durability;
import dev.cairn.spi.StreamKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryLifetimeTest {

  private static Backend open(BackendProvider provider, Optional<Durability> durability) {
    return provider.open(new BackendConfig(Path.of("nowhere"), BackendConfig.Mode.CREATE, durability, Map.of()));
  }

  @Test
  void another_provider_starts_empty() {
    try (Backend one = open(new MemoryBackendProvider(), Optional.empty());
        Backend other = open(new MemoryBackendProvider(), Optional.empty())) {
      one.commit(List.of(Commit.append(new StreamKey("main", "thing", "one"), 1, 0, List.of(new byte[1]))));
      assertEquals(List.of("main"), one.stores());
      assertEquals(List.of(), other.stores());
    }
  }

  @Test
  void it_promises_no_durability() {
    BackendProvider provider = new MemoryBackendProvider();
    for (Durability durability : List.of(Durability.SYNC, Durability.OS)) {
      assertThrows(BackendException.Misconfigured.class, () -> open(provider, Optional.of(durability)));
    }
  }
}
