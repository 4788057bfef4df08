package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Durability;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Before Java 24 who waits inside {@code synchronized} keeps a carrier of virtual threads. */
@Timeout(60)
class PinnedCarriersTest {
  private static final int ACTORS = 4 * Runtime.getRuntime().availableProcessors();
  private static final int ROUNDS = 5;
  private static final ActorType<Count, Counted, Counter> TYPE =
      ActorType.of(MethodHandles.lookup(), "counter", Counted.class, Counter.class, Locked::new);

  record Count() implements Command<Count, Long> {}
  record Counted() {}
  record Counter(long number) {}

  static final class Locked implements PersistentActor<Count, Counted, Counter> {
    @Override
    public Counter initialState() {
      return new Counter(0);
    }

    @Override
    public Counter apply(Counter state, Counted event) {
      return new Counter(state.number() + 1);
    }

    @Override
    public synchronized Reply handle(Count command, PersistentContext<Counted, Counter> ctx) {
      return command.reply(ctx.persist(new Counted()).number());
    }
  }

  @TempDir
  Path data;

  @Test
  void more_actors_than_carriers_persist_inside_synchronized_where_every_event_is_synced() throws Exception {
    for (String backend : List.of("sqlite", "rocksdb")) {
      try (ActorSystem system = ActorSystem.builder().data(data.resolve(backend)).backend(backend)
          .durability(Durability.SYNC).askTimeout(Duration.ofSeconds(20)).open()) {
        for (long round = 1; round <= ROUNDS; round++) {
          List<CompletableFuture<Long>> answers = new ArrayList<>();
          for (int actor = 0; actor < ACTORS; actor++) {
            answers.add(system.entity(TYPE, "a" + actor).askAsync(new Count()).toCompletableFuture());
          }
          for (CompletableFuture<Long> answer : answers) {
            assertEquals(round, answer.get(20, TimeUnit.SECONDS));
          }
        }
      }
    }
  }
}
