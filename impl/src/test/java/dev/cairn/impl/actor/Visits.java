package dev.cairn.impl.actor;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** Touches many persistent actors once each, far more than may be in memory, and then finds them all again. */
final class Visits {
  private static final int IN_FLIGHT = 256;
  private static final ActorType<Vault.Act<?>, Vault.Put, Vault.Sum> TYPE = Vault.type(new Nothing());

  /** A diary that nobody reads. */
  private static final class Nothing extends AbstractList<String> {
    @Override
    public boolean add(String word) {
      return true;
    }

    @Override
    public String get(int index) {
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public int size() {
      return 0;
    }
  }

  private Visits() {}

  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    int actors = Integer.parseInt(arguments[1]);
    int mostActive = Integer.parseInt(arguments[2]);
    AtomicLong wrong = new AtomicLong();
    try (ActorSystem system = open(data, mostActive)) {
      each(actors, i -> vault(system, i).askAsync(new Vault.Add(i)));
    }
    try (ActorSystem system = open(data, mostActive)) {
      each(actors, i -> vault(system, i).askAsync(new Vault.Add(0)).thenAccept(sum -> {
        if (sum != i) {
          wrong.incrementAndGet();
        }
      }));
      System.out.println("actors " + actors + ", wrong " + wrong + ", active " + system.statistics().active()
          + ", heap " + Runtime.getRuntime().totalMemory() / (1 << 20) + " MB");
    }
  }

  private static ActorSystem open(Path data, int mostActive) {
    return ActorSystem.builder().data(data).backend("sqlite").durability(Durability.OS).maxActive(mostActive)
        .askTimeout(Duration.ofMinutes(1)).open();
  }

  private static ActorRef<Vault.Act<?>> vault(ActorSystem system, int number) {
    return system.entity(TYPE, "v" + number);
  }

  private static void each(int count, IntFunction<CompletableFuture<?>> ask) throws InterruptedException {
    Semaphore inFlight = new Semaphore(IN_FLIGHT);
    AtomicLong failed = new AtomicLong();
    for (int i = 0; i < count; i++) {
      inFlight.acquire();
      ask.apply(i).whenComplete((answer, failure) -> {
        failed.addAndGet(failure == null ? 0 : 1);
        inFlight.release();
      });
    }
    inFlight.acquire(IN_FLIGHT);
    if (failed.get() > 0) {
      throw new IllegalStateException(failed + " asks have failed");
    }
  }
}
