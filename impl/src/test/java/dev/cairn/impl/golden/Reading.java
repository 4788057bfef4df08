package dev.cairn.impl.golden;

import dev.cairn.api.ActorRef;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.ActorType;
import dev.cairn.api.Answer;
import dev.cairn.api.EventLog;
import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.StoreInspector;
import dev.cairn.impl.golden.Till.Content;
import dev.cairn.impl.golden.Till.Happened;
import dev.cairn.impl.golden.Till.Look;
import dev.cairn.impl.golden.Till.Order;
import dev.cairn.impl.golden.Till.Pay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that can be read in a store of the scene, a line each. */
final class Reading {
  private static final int PAGE = 64;

  private final List<String> lines = new ArrayList<>();

  private Reading() {}

  /** What users of a system see: states, sequences, command ids, histories, the log, readers. */
  static List<String> of(ActorSystem system) {
    Reading reading = new Reading();
    for (String store : List.of("main", "side")) {
      for (ActorType<Order<?>, Happened, Content> type : Scene.types(store)) {
        Scene.ids(store).forEach(id -> reading.actor(system, system.entity(type, id)));
      }
      system.log(store).readers().forEach(reader -> reading.lines
          .add(store + " reader " + reader.name() + " at " + reader.offset().position() + " " + reader.time()));
    }
    reading.log(system.log("side"));
    return reading.lines;
  }

  /** What a look from outside shows: the list of streams, logs, readers. */
  static List<String> of(StoreInspector inspector) {
    Reading reading = new Reading();
    for (StoreInspector.Store store : inspector.stores()) {
      reading.lines.add("store " + store.name() + " sealed " + store.sealed());
      inspector.streams(store.name(), stream -> reading.lines.add(stream.toString()));
      inspector.log(store.name(), Optional.empty(), entry -> reading.lines.add(entry.toString()));
      inspector.readers(store.name()).forEach(reader -> reading.lines.add(reader.toString()));
    }
    return reading.lines;
  }

  private void actor(ActorSystem system, ActorRef<Order<?>> till) {
    lines.add(till.path() + " " + till.ask(new Look()));
    lines.add(till.path() + " has done " + done(till));
    lines.add(till.path() + " history" + system.events(till, 1, Long.MAX_VALUE).map(Reading::place).toList());
  }

  /** A command that was not done before would be done now. */
  private static String done(ActorRef<Order<?>> till) {
    Answer<Content> answer = till.tryAsk("fifth", new Pay(-1, "was not done before"));
    return answer.toString();
  }

  private void log(EventLog log) {
    LogOffset next = log.start();
    for (EventLog.Page page = log.read(next, PAGE); !page.events().isEmpty(); page = log.read(next, PAGE)) {
      page.events().forEach(event -> lines.add("log" + shown(event)));
      next = page.next();
    }
  }

  private static String place(LoggedEvent event) {
    return event.sequence() + "@" + event.offset().position() + "=" + event.fields().get("amount");
  }

  private static String shown(LoggedEvent event) {
    return " " + event.offset().position() + " " + event.actorType() + "/" + event.id() + " " + event.sequence() + " "
        + event.type() + " " + event.fields() + " " + event.commandId().orElse("-") + " " + event.time();
  }
}
