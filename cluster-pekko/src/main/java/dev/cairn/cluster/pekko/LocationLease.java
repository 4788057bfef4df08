package dev.cairn.cluster.pekko;

import dev.cairn.spi.PlacementConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.coordination.lease.LeaseSettings;
import org.apache.pekko.coordination.lease.javadsl.Lease;

/**
 * Pekko's lease, kept by the backend of the location. It decides which half of a cluster goes on, and nothing else. Who
 * wins keeps it for as long as the other half may still ask, and gives it back. One that died before it gave it back
 * would let nobody win the next time, so each process waits for the end of such a lease when it starts.
 */
public final class LocationLease extends Lease {
  private static final Duration TTL = Duration.ofMinutes(1);

  private final LeaseSettings settings;
  private final PlacementConfig.Lease lease;
  private volatile long until = System.nanoTime();
  private boolean wanted;

  /** Made by Pekko. */
  public LocationLease(LeaseSettings settings, ExtendedActorSystem system) {
    this.settings = settings;
    this.lease = system.settings().setup().get(LeaseSetup.class).orElseThrow().lease();
    Thread.ofVirtual().name("cairn-lease").start(this::clear);
  }

  private void clear() {
    try {
      for (long tries = 2 * TTL.toSeconds(); tries > 0 && !isFree(); tries--) {
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isFree() {
    try {
      boolean free = wanted || lease.take(settings.ownerName(), TTL);
      if (free && !wanted) {
        lease.give(settings.ownerName());
      }
      return free;
    } catch (RuntimeException e) {
      return false; // the engine cannot be reached; the next time tells
    }
  }

  private synchronized boolean take() {
    wanted = true;
    return lease.take(settings.ownerName(), TTL);
  }

  @Override
  public LeaseSettings getSettings() { return settings; }

  @Override
  public CompletionStage<Boolean> acquire() {
    return async(() -> {
      long before = System.nanoTime();
      boolean taken = take();
      until = taken ? before + TTL.toNanos() : before;
      return taken;
    });
  }

  @Override
  public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> lost) {
    return acquire();
  }

  @Override
  public CompletionStage<Boolean> release() {
    return async(() -> {
      until = System.nanoTime();
      lease.give(settings.ownerName());
      return true;
    });
  }

  @Override
  public boolean checkLease() {
    return until - System.nanoTime() > 0;
  }

  /** Calls of a lease wait for the engine. */
  private static CompletionStage<Boolean> async(Supplier<Boolean> call) {
    return CompletableFuture.supplyAsync(call, task -> Thread.ofVirtual().name("cairn-lease").start(task));
  }
}
