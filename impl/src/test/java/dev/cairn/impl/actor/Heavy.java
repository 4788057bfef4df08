package dev.cairn.impl.actor;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.EventLog;
import dev.cairn.api.EventLog.Start;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Persistence;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Persists events of nearly a mebibyte, many more than fit into the memory of the JVM, and reads them in every way. */
final class Heavy implements PersistentActor<Heavy.Put, Heavy.Written, Heavy.Count> {
  private static final int EVENT_BYTES = 900_000;

  record Put(byte[] bytes) implements Command<Put, Long> {}

  record Written(byte[] bytes) {}

  record Count(long events) {}

  public static void main(String[] arguments) throws InterruptedException {
    ActorType<Put, Written, Count> type =
        ActorType.of(MethodHandles.lookup(), "heavy", Written.class, Count.class, Heavy::new)
            .with(Persistence.full().snapshotEvery(1_000_000));
    try (ActorSystem system = ActorSystem.builder().data(Path.of(arguments[0])).backend("sqlite").open()) {
      ActorRef<Put> heavy = system.spawn(type, "1");
      long events = 0;
      for (int left = Integer.parseInt(arguments[1]); left > 0; left--) {
        events = heavy.ask(new Put(new byte[EVENT_BYTES]));
      }
      System.out.println("events " + events + ", first " + system.events(heavy, 1, Long.MAX_VALUE).findFirst()
          .orElseThrow().sequence() + ", read " + system.events(heavy, 1, Long.MAX_VALUE).count() + ", followed "
          + followed(system.log("main"), Start.EVENTS, events) + ", after states "
          + followed(system.log("main"), Start.SNAPSHOTS, events));
    }
  }

  private static long followed(EventLog log, Start start, long events) throws InterruptedException {
    CountDownLatch left = new CountDownLatch((int) events);
    EventLog.Following following = log.follow(start.name(), start, event -> left.countDown());
    if (!left.await(50, TimeUnit.SECONDS)) {
      following.trouble().ifPresent(Throwable::printStackTrace); // the test shows what this program has printed
    }
    return events - left.getCount();
  }

  @Override
  public Count initialState() {
    return new Count(0);
  }

  @Override
  public Count apply(Count state, Written event) {
    return new Count(state.events() + 1);
  }

  @Override
  public Reply handle(Put command, PersistentContext<Written, Count> ctx) {
    return command.reply(ctx.persist(new Written(command.bytes())).events());
  }
}
