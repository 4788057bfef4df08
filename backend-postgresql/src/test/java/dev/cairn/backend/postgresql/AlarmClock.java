package dev.cairn.backend.postgresql;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.PersistentActor;
import dev.cairn.api.PersistentContext;
import dev.cairn.api.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Sets durable timers, and writes down which have rung. A {@link SharedProcess} with the role {@code ring} reads:
 *
 * <pre>
 *   set ACTOR NAME MILLIS TEXT   sets a timer, due after that time
 *   cancel ACTOR NAME            cancels it
 *   look ACTOR                   asks what has rung
 *
 *   done ACTOR NAME TEXT         it is set or cancelled
 *   rang ACTOR TEXT              a timer has rung here, and that is stored
 *   has ACTOR TEXT,TEXT          what has rung
 * </pre>
 */
public final class AlarmClock implements PersistentActor<AlarmClock.Order<?>, AlarmClock.Happened, AlarmClock.Rung> {
  static final ActorType<Order<?>, Happened, Rung> TYPE =
      ActorType.of(MethodHandles.lookup(), "clock", Happened.class, Rung.class, AlarmClock::new).timing(Ring.class);

  public sealed interface Order<R> extends Command<Order<?>, R> {}

  record Set(String name, long due, String text) implements Order<Long> {}

  record Cancel(String name) implements Order<Long> {}

  record Ring(String text, long due) implements Order<Long> {}

  record Look() implements Order<Rung> {}

  public record Happened(String what) {}

  public record Rung(List<String> texts) {}

  static void answer(ActorSystem system) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      ActorRef<Order<?>> clock = system.entity(TYPE, words[1]);
      if (words[0].equals("look")) {
        SharedProcess.say("has " + words[1] + " " + String.join(",", clock.ask(new Look()).texts()));
      } else if (words[0].equals("set")) {
        clock.ask(new Set(words[2], System.currentTimeMillis() + Long.parseLong(words[3]), words[4]));
        SharedProcess.say("done " + words[1] + " " + words[2] + " " + words[4]);
      } else {
        clock.ask(new Cancel(words[2]));
        SharedProcess.say("done " + words[1] + " " + words[2] + " cancelled");
      }
    }
  }

  @Override
  public Rung initialState() {
    return new Rung(List.of());
  }

  @Override
  public Rung apply(Rung before, Happened event) {
    List<String> more = new ArrayList<>(before.texts());
    if (!event.what().isEmpty()) {
      more.add(event.what());
    }
    return new Rung(more);
  }

  @Override
  public Reply handle(Order<?> order, PersistentContext<Happened, Rung> ctx) {
    return switch (order) {
      case Set set -> {
        ctx.timers().durable(set.name(), Instant.ofEpochMilli(set.due()), new Ring(set.text(), set.due()));
        ctx.persist(new Happened(""));
        yield set.reply(ctx.sequence());
      }
      case Cancel cancel -> {
        ctx.timers().cancelDurable(cancel.name());
        ctx.persist(new Happened(""));
        yield cancel.reply(ctx.sequence());
      }
      case Ring ring -> {
        ctx.persist(new Happened(ring.text() + (System.currentTimeMillis() < ring.due() ? "-too-early" : "")));
        SharedProcess.say("rang " + ctx.id() + " " + ring.text());
        yield ring.reply(ctx.sequence());
      }
      case Look look -> look.reply(ctx.state());
    };
  }
}
