package dev.cairn.bench;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.Durability;
import dev.cairn.api.Persistence;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sets very many durable timers, opens the store again with all of them pending, and lets some be due at once, each of
 * an actor that rests. Made for a small heap: {@code -Xmx256m}.
 */
final class DueTimers {
  private static final int PENDING = Integer.getInteger("timers.pending", 1_000_000);
  private static final int EACH = Integer.getInteger("timers.each", 10);
  private static final int DUE = Integer.getInteger("timers.due", 10_000);
  private static final String BACKEND = System.getProperty("timers.backend", "sqlite");
  private static final int IN_FLIGHT = 256;
  private static final Duration BEFORE = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private static volatile CountDownLatch rung = new CountDownLatch(1);

  private DueTimers() {}

  sealed interface Order extends Command<Order, Integer> {}

  record Plan(int timers, Instant when) implements Order {}

  record Ring() implements Order {}

  sealed interface Event {}

  record Planned(int timers) implements Event {}

  record Rung() implements Event {}

  record Count(int rung) {}

  private static final class Planner implements PersistentActor<Order, Event, Count> {
    static final ActorType<Order, Event, Count> TYPE =
        ActorType.of(MethodHandles.lookup(), "planner", Event.class, Count.class, Planner::new)
            .with(Persistence.light()).timing(Ring.class);

    @Override
    public Count initialState() {
      return new Count(0);
    }

    @Override
    public Count apply(Count count, Event event) {
      return event instanceof Rung ? new Count(count.rung() + 1) : count;
    }

    @Override
    public Reply handle(Order order, PersistentContext<Event, Count> ctx) {
      return switch (order) {
        case Plan plan -> {
          for (int i = 0; i < plan.timers(); i++) {
            ctx.timers().durable("t" + plan.timers() + "-" + i, plan.when(), new Ring());
          }
          yield plan.reply(ctx.persist(new Planned(plan.timers())).rung());
        }
        case Ring ring -> {
          int count = ctx.persist(new Rung()).rung();
          rung.countDown();
          yield ring.reply(count);
        }
      };
    }
  }

  /** Runs it once, and prints a line for each step. */
  public static void main(String[] arguments) throws Exception {
    try (Folder folder = new Folder(Path.of(""))) {
      long begun = System.nanoTime();
      try (ActorSystem system = open(folder.path())) {
        plan(system, PENDING / EACH, EACH, Instant.now().plus(Duration.ofDays(30)));
      }
      say("set %,d timers of %,d actors", begun, PENDING, PENDING / EACH);
      long opening = System.nanoTime();
      try (ActorSystem system = open(folder.path())) {
        rung = new CountDownLatch(1);
        plan(system, 1, 1, Instant.now());
        await();
        say("opened again, and the first timer has rung", opening);
        Instant due = Instant.now().plus(BEFORE);
        rung = new CountDownLatch(DUE);
        plan(system, DUE, 1, due);
        if (Instant.now().isAfter(due)) {
          throw new IllegalStateException("Setting " + DUE + " timers took longer than " + BEFORE + ".");
        }
        await();
        System.out.printf(Locale.ROOT, "%,d due at once have rung after %.1f s; heap in use %,d MB of %,d MB%n", DUE,
            Duration.between(due, Instant.now()).toMillis() / 1e3, used() >> 20,
            Runtime.getRuntime().maxMemory() >> 20);
      }
    }
  }

  private static ActorSystem open(Path data) {
    return ActorSystem.builder().data(data).backend(BACKEND).durability(Durability.OS).maxActive(2_000)
        .types(Planner.TYPE).open();
  }

  /** Each of so many actors sets so many timers. */
  private static void plan(ActorSystem system, int actors, int each, Instant when) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    InFlight.run(actors, IN_FLIGHT, () -> system.entity(Planner.TYPE, "actor-" + next.getAndIncrement())
        .within(LONGEST).askAsync(new Plan(each, when)));
  }

  private static void await() throws InterruptedException {
    if (!rung.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(rung.getCount() + " timers have not rung within " + LONGEST + ".");
    }
  }

  private static void say(String what, long since, Object... arguments) {
    System.out.printf(Locale.ROOT, what + ": %.1f s%n", append(arguments, (System.nanoTime() - since) / 1e9));
  }

  private static Object[] append(Object[] arguments, Object last) {
    Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = last;
    return all;
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
