package dev.cairn.impl.actor;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.CairnException;
import dev.cairn.api.Command;
import dev.cairn.api.EventLog;
import dev.cairn.api.PersistException;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A program that fills its disk, reads everything there is, makes space and goes on. It tells how the disk was full.
 */
public final class Filling implements PersistentActor<Filling.Order<?>, Filling.Stored, Filling.Crate> {
  private static final ActorType<Order<?>, Stored, Crate> TYPE =
      ActorType.of(MethodHandles.lookup(), "crate", Stored.class, Crate.class, Filling::new);
  private static final int COLD = 5;
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

  public sealed interface Order<R> extends Command<Order<?>, R> {}

  record Put(int bytes) implements Order<Integer> {}

  record Count() implements Order<Integer> {}

  public sealed interface Stored {}

  record Goods(byte[] bytes) implements Stored {}

  public record Crate(int goods) {}

  @Override
  public Crate initialState() {
    return new Crate(0);
  }

  @Override
  public Crate apply(Crate crate, Stored event) {
    return new Crate(crate.goods() + 1);
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Stored, Crate> ctx) {
    return switch (order) {
      case Put put -> put.reply(ctx.persist(new Goods(new byte[put.bytes()])).goods());
      case Count count -> count.reply(ctx.state().goods());
    };
  }

  /** Takes the folder of the disk and the backend. */
  public static void main(String[] args) throws Exception {
    Path disk = Path.of(args[0]);
    Path ballast = Files.write(disk.resolve("ballast"), new byte[30 << 20]);
    int hot;
    try (ActorSystem system = open(disk, args[1])) {
      for (int number = 0; number < COLD; number++) {
        crate(system, "cold" + number).ask(new Put(1_000));
      }
    }
    try (ActorSystem system = open(disk, args[1])) {
      String told = fill(system);
      hot = Integer.parseInt(told.substring(told.indexOf(' ') + 1));
      read(system);
      Files.delete(ballast);
      goOn(system);
      int found = crate(system, "hot").ask(new Count());
      require(found == hot || told.startsWith("PersistUnknown") && found == hot + 1, found + " of " + told);
      System.out.println(told.substring(0, told.indexOf(' ')));
    }
  }

  private static ActorSystem open(Path disk, String backend) {
    return ActorSystem.builder().data(disk.resolve("data")).backend(backend).persistDeadline(Duration.ofSeconds(3))
        .open();
  }

  private static ActorRef<Order<?>> crate(ActorSystem system, String id) {
    return system.entity(TYPE, id);
  }

  private static String fill(ActorSystem system) {
    int stored = 0;
    while (true) {
      try {
        stored = crate(system, "hot").ask(new Put(500_000));
      } catch (PersistException e) {
        return e.getClass().getSimpleName() + " " + stored;
      }
    }
  }

  private static void read(ActorSystem system) {
    for (int number = 0; number < COLD; number++) {
      ActorRef<Order<?>> cold = crate(system, "cold" + number);
      require(system.events(cold, 1, 1).count() == 1, "events of " + cold);
      require(system.stateAt(TYPE, "cold" + number, 1).goods() == 1, "state of " + cold);
      require(cold.ask(new Count()) == 1, "the actor " + cold);
    }
    EventLog log = system.log("main");
    require(log.read(log.start(), COLD).events().size() == COLD, "the log");
  }

  private static void goOn(ActorSystem system) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        require(crate(system, "cold0").ask(new Put(1_000)) == 2, "one more");
        return;
      } catch (CairnException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }
}
