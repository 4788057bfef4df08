package dev.cairn.cluster.pekko;

import dev.cairn.spi.PlacementConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The leases of a location as a backend keeps them, without their times: a test is shorter than any. */
final class MemoryLeases implements Function<String, PlacementConfig.Lease> {
  private final Map<String, String> owners = new ConcurrentHashMap<>();

  @Override
  public PlacementConfig.Lease apply(String name) {
    return new PlacementConfig.Lease() {
      @Override
      public boolean take(String owner, Duration ttl) {
        return owners.merge(name, owner, (before, now) -> before).equals(owner);
      }

      @Override
      public void give(String owner) {
        owners.remove(name, owner);
      }

      @Override
      public Optional<String> owner() {
        return Optional.ofNullable(owners.get(name));
      }
    };
  }
}
