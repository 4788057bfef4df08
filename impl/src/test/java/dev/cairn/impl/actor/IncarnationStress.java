package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorStopped;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Answer;
import dev.cairn.impl.actor.Visitor.Add;
import dev.cairn.impl.actor.Visitor.Total;
import dev.cairn.impl.actor.Visitor.Visit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** An identity whose actor comes and goes: asked, stopped and put to rest at the same time. */
public class IncarnationStress {
  private static final int FACTOR = Integer.getInteger("stress", 1);
  private static final int IDENTITIES = 8;
  private static final int THREADS = 8;

  /** Two places for all: whoever is asked drives somebody out. */
  private static final ActorSystem SYSTEM = ActorSystem.builder().data(Path.of("memory")).backend("memory").maxActive(2)
      .idleAfter(Duration.ofMillis(1)).askTimeout(Duration.ofSeconds(30)).open();

  @AfterAll
  static void close() {
    SYSTEM.close();
  }

  /** One identity. */
  public static class Real {
    private static final AtomicLong IDS = new AtomicLong();
    private final ActorRef<Visit<?>> visitor = SYSTEM.entity(Visitor.TYPE, "lincheck-" + IDS.incrementAndGet());

    @Operation
    public long add(int amount) {
      return ask(new Add(amount));
    }

    @Operation
    public long total() {
      return ask(new Total());
    }

    /** Asks again if it waited when the stop came: then it was certainly not executed. */
    private long ask(Visit<Long> visit) {
      while (true) {
        try {
          return visitor.ask(visit);
        } catch (ActorStopped stopped) {
          Thread.onSpinWait();
        }
      }
    }

    @Operation
    public void stop() {
      SYSTEM.stop(visitor);
    }
  }

  /** What it should be: a number, whoever comes and goes. */
  public static class Model {
    private long total;

    public long add(int amount) {
      total += amount;
      return total;
    }

    public long total() {
      return total;
    }

    public void stop() {}
  }

  @Test
  void what_is_read_and_written_is_linearizable_while_the_actor_is_stopped_and_put_to_rest() {
    new StressOptions().sequentialSpecification(Model.class).iterations(3 * FACTOR).threads(3).actorsPerThread(3)
        .invocationsPerIteration(200).check(Real.class);
    assertEquals(List.of(), List.copyOf(Visitor.crowded()));
  }

  @Test
  void an_identity_has_one_incarnation_at_a_time_and_loses_nothing() {
    AtomicLongArray added = new AtomicLongArray(IDENTITIES);
    long seed = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var done = IntStream.range(0, THREADS)
          .mapToObj(i -> CompletableFuture.runAsync(() -> visit(new Random(seed + i), added), threads)).toList();
      done.forEach(CompletableFuture::join);
    }
    for (int i = 0; i < IDENTITIES; i++) {
      assertEquals(added.get(i), visitor(i).ask(new Total()), "seed " + seed);
    }
    assertEquals(List.of(), List.copyOf(Visitor.crowded()), "seed " + seed);
    assertTrue(SYSTEM.statistics().passivations() > 0, "nobody was put to rest");
  }

  private static void visit(Random random, AtomicLongArray added) {
    for (int i = 0; i < 1_000 * FACTOR; i++) {
      int identity = random.nextInt(IDENTITIES);
      if (random.nextInt(10) == 0) {
        SYSTEM.stop(visitor(identity));
      } else {
        switch (visitor(identity).tryAsk(new Add(1))) {
          case Answer.Ok<Long> ok -> added.incrementAndGet(identity);
          case Answer.Failed<Long> failed when failed.cause() instanceof ActorStopped -> {
          } // it waited when the stop came
          case Answer<Long> other -> throw new AssertionError(other.toString());
        }
      }
    }
  }

  private static ActorRef<Visit<?>> visitor(int identity) {
    return SYSTEM.entity(Visitor.TYPE, "identity-" + identity);
  }
}
