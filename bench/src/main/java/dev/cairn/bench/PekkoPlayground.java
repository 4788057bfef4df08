package dev.cairn.bench;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Actors of Apache Pekko Typed with the defaults: its dispatcher, its unbounded mailbox. */
final class PekkoPlayground implements Playground {

  static final Builder BUILDER = new Builder() {
    @Override
    public String name() {
      return "pekko";
    }

    @Override
    public Playground open() {
      return new PekkoPlayground();
    }
  };

  private sealed interface Message {}
  private record Tick(long number) implements Message {}
  private record Last(CountDownLatch latch) implements Message {}
  private record Ping(long number, ActorRef<Long> asker) implements Message {}
  private record Spawn(int actors, CountDownLatch first) implements Message {}

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The behavior of every child; it has no state, so all children share it. */
  private static final Behavior<Message> LEAF = Behaviors.receiveMessage(PekkoPlayground::handle);

  /** The one actor, and the parent of all others. */
  private final ActorSystem<Message> one = ActorSystem.create(Behaviors.setup(PekkoPlayground::parent), "bench");

  private static Behavior<Message> parent(ActorContext<Message> context) {
    return Behaviors.receiveMessage(message -> {
      if (message instanceof Spawn spawn) {
        for (int i = 0; i < spawn.actors(); i++) {
          context.spawn(LEAF, "actor-" + i).tell(new Last(spawn.first()));
        }
        return Behaviors.same();
      }
      return handle(message);
    });
  }

  private static Behavior<Message> handle(Message message) {
    switch (message) {
      case Last last -> last.latch().countDown();
      case Ping ping -> ping.asker().tell(ping.number());
      case Tick tick -> {}
      case Spawn spawn -> {}
    }
    return Behaviors.same();
  }

  @Override
  public void tell(int messages) throws InterruptedException {
    for (int i = 1; i < messages; i++) {
      one.tell(new Tick(i));
    }
    var last = new CountDownLatch(1);
    one.tell(new Last(last));
    last.await();
  }

  @Override
  public void ask(int times) {
    for (int i = 0; i < times; i++) {
      ping(i).toCompletableFuture().join();
    }
  }

  @Override
  public void ask(int times, int inFlight) throws InterruptedException {
    InFlight.run(times, inFlight, () -> ping(1));
  }

  private CompletionStage<Long> ping(long number) {
    return AskPattern.ask(one, asker -> new Ping(number, asker), PATIENCE, one.scheduler());
  }

  @Override
  public void spawn(int actors) throws InterruptedException {
    var first = new CountDownLatch(actors);
    one.tell(new Spawn(actors, first));
    first.await();
  }

  @Override
  public void close() {
    one.terminate();
    one.getWhenTerminated().toCompletableFuture().join();
  }
}
