package dev.cairn.impl.timer;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Persistence;
import dev.cairn.impl.Patience;
import java.nio.file.Path;
import java.time.Instant;

/** A program that ends without warning somewhere between the setting of a timer and its end. */
public final class KilledBell {
  static final ActorType<Bell.Order<?>, Bell.Happened, Bell.Diary> QUIET =
      Bell.type("quiet", (ring, ctx) -> ring.reply(0)).with(Persistence.light());

  private KilledBell() {}

  /** Takes a folder and the moment. */
  public static void main(String[] arguments) {
    String moment = arguments[1];
    var bells = Bell.TYPE.madeBy(() -> new Bell(ringing(moment)));
    ActorSystem system = ActorSystem.builder().data(Path.of(arguments[0])).backend("sqlite").types(bells, QUIET).open();
    ActorRef<Bell.Order<?>> bell = system.entity(bells, "1");
    bell.ask(new Bell.Do<>(ctx -> {
      ctx.timers().durable("a", Instant.now(), new Bell.Ring("a"));
      halt(moment, "set and not persisted");
      ctx.persist(new Bell.Happened("set a"));
      halt(moment, "persisted and not in the index");
      return 0;
    }));
    if (moment.equals("ended without an event")) {
      Bell.set(system.entity(QUIET, "1"), "q", Instant.now());
      Patience.until(() -> Bell.pending(system.entity(QUIET, "1"), "q").isEmpty());
      Runtime.getRuntime().halt(1);
    }
    Patience.until(() -> false);
  }

  private static Bell.Ringing ringing(String moment) {
    return (ring, ctx) -> {
      halt(moment, "fired and not persisted");
      var reply = Bell.persist(ring, ctx);
      halt(moment, "fired and persisted");
      return reply;
    };
  }

  private static void halt(String moment, String here) {
    if (moment.equals(here)) {
      Runtime.getRuntime().halt(1);
    }
  }
}
