package dev.cairn.bench;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Asks actors of its own, and knows what they must answer. */
final class SoakAsker {
  private static final int ACTORS = 100;
  private static final int MOST_AT_ONCE = 8;
  /** Of a hundred. */
  private static final int PURGES = 5;
  private static final int LOOKS = 10;

  private final int number;
  private final Map<String, Long> added = new HashMap<>();
  private long asked;
  private @Nullable Throwable wrong;

  SoakAsker(int number) {
    this.number = number;
  }

  /** Read while it does not ask. */
  long asked() {
    return asked;
  }

  void mustBeRight() {
    if (wrong != null) {
      throw new IllegalStateException("An actor did not answer as it must", wrong);
    }
  }

  void ask(ActorSystem system, Duration time) {
    long begun = System.nanoTime();
    try {
      while (System.nanoTime() - begun < time.toNanos()) {
        ask(system);
      }
    } catch (RuntimeException | Error e) {
      wrong = e;
    }
  }

  private void ask(ActorSystem system) {
    var random = ThreadLocalRandom.current();
    var type = Tally.TYPES.get(random.nextInt(Tally.TYPES.size()));
    String id = number + "-" + random.nextInt(ACTORS);
    ActorRef<Tally.Order> actor = system.entity(type, id);
    String key = type.name() + "/" + id;
    int dice = random.nextInt(100);
    if (dice < PURGES) {
      must(0, actor.ask(new Tally.Purge()), key);
      added.remove(key);
    } else if (dice < PURGES + LOOKS) {
      must(added.getOrDefault(key, 0L), actor.ask(new Tally.Look()), key);
    } else {
      add(actor, 1 + random.nextInt(MOST_AT_ONCE), key);
    }
  }

  private void add(ActorRef<Tally.Order> actor, int times, String key) {
    List<CompletableFuture<Long>> answers = IntStream.range(0, times)
        .mapToObj(each -> actor.askAsync(new Tally.Add(Workload.payload()))).toList();
    for (CompletableFuture<Long> answer : answers) {
      must(added.merge(key, 1L, Long::sum), answer.join(), key);
    }
  }

  private void must(long expected, long answered, String key) {
    asked++;
    if (expected != answered) {
      throw new IllegalStateException(key + " answers " + answered + ", not " + expected);
    }
  }
}
