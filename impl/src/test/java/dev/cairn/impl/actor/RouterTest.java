package dev.cairn.impl.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.api.Actor;
import dev.cairn.api.ActorContext;
import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorRef;
import dev.cairn.api.Command;
import dev.cairn.api.PlainType;
import dev.cairn.api.Refused;
import dev.cairn.api.Reply;
import dev.cairn.api.Router;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Routers: several actors behind one ref. */
class RouterTest extends ActorsTest {

  /** Does something with the path of the routee that got it. */
  private record Work(int key, Function<String, String> work) implements Command<Work, String> {}

  private static final class Worker implements Actor<Work> {
    @Override
    public Reply handle(Work work, ActorContext ctx) {
      return work.work().apply(ctx.path()).equals("no") ? work.refuse("not me") : work.reply(ctx.path());
    }
  }

  private static final PlainType<Work> WORKER = PlainType.of("worker", Worker::new);

  private static Work work(int key) {
    return new Work(key, path -> path);
  }

  @Test
  void routees_work_at_the_same_time() {
    ActorRef<Work> router = system.spawn(Router.roundRobin("router", WORKER, 4), "r");
    CyclicBarrier together = new CyclicBarrier(4);
    List<CompletableFuture<String>> answers = IntStream.range(0, 4).mapToObj(i -> router.askAsync(new Work(i, path -> {
      try {
        together.await();
        return path;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }))).toList();
    assertEquals(List.of("/router/r/1", "/router/r/2", "/router/r/3", "/router/r/4"),
        answers.stream().map(CompletableFuture::join).toList());
  }

  @Test
  void the_same_hash_goes_to_the_same_routee() {
    ActorRef<Work> router = system.spawn(Router.byHash("router", WORKER, 4, Work::key), "r");
    assertEquals("/router/r/3", router.ask(work(2)));
    assertEquals("/router/r/3", router.ask(work(6)));
    assertEquals("/router/r/4", router.ask(work(-1)));
  }

  @Test
  void a_refusal_and_a_failure_come_from_the_routee_as_they_are() {
    ActorRef<Work> router = system.spawn(Router.roundRobin("router", WORKER, 1), "r");
    assertEquals("not me", assertThrows(Refused.class, () -> router.ask(new Work(1, path -> "no"))).reason());
    IllegalStateException broken = new IllegalStateException("broken");
    ActorFailed failed = assertThrows(ActorFailed.class, () -> router.ask(new Work(1, path -> {
      throw broken;
    })));
    assertSame(broken, failed.getCause());
    assertEquals("/router/r/1", router.ask(work(1)));
  }

  @Test
  void a_router_without_routees_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> Router.roundRobin("router", WORKER, 0));
  }
}
