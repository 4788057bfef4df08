package dev.cairn.bench;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Actors of Cairn that persist nothing, with the defaults, except that a sender waits at a full mailbox. */
final class CairnPlayground implements Playground {

  static final Builder BUILDER = new Builder() {
    @Override
    public String name() {
      return "cairn";
    }

    @Override
    public Playground open() {
      return new CairnPlayground();
    }
  };

  private final ActorSystem system = ActorSystem.builder().data(Path.of("memory")).backend("memory")
      .askTimeout(Duration.ofSeconds(30)).open();
  private final ActorRef<Echo.Message<?>> one = system.spawn(Echo.BLOCKING, "one");

  @Override
  public void tell(int messages) throws InterruptedException {
    for (int i = 1; i < messages; i++) {
      one.tell(new Echo.Tick(i));
    }
    var last = new CountDownLatch(1);
    one.tell(new Echo.Last(last));
    last.await();
  }

  @Override
  public void ask(int times) {
    for (int i = 0; i < times; i++) {
      one.ask(new Echo.Ping(i));
    }
  }

  @Override
  public void ask(int times, int inFlight) throws InterruptedException {
    InFlight.run(times, inFlight, () -> one.askAsync(new Echo.Ping(1)));
  }

  @Override
  public void spawn(int actors) throws InterruptedException {
    var first = new CountDownLatch(actors);
    one.tell(new Echo.Spawn(actors, first));
    first.await();
  }

  @Override
  public void close() {
    system.close();
  }
}
