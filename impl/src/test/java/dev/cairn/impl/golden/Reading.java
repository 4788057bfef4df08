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
import java.util.function.Consumer;

/**
 * Something that can be read in a store of the scene.
 *
 * @param what it is
 * @param read shows it, a line each
 */
record Reading(String what, Consumer<Consumer<String>> read) {
  private static final int PAGE = 64;
  private static final List<String> STORES = List.of("main", "side");

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    read.accept(lines::add);
    return lines;
  }

  static List<String> lines(List<Reading> readings) {
    return readings.stream().flatMap(reading -> reading.lines().stream()).toList();
  }

  /** What users of a system see: states, sequences, command ids, histories, the log, readers. */
  static List<Reading> of(ActorSystem system) {
    List<Reading> all = new ArrayList<>();
    for (String store : STORES) {
      for (ActorType<Order<?>, Happened, Content> type : Scene.types(store)) {
        for (String id : Scene.ids(store)) {
          all.add(new Reading(type.name() + "/" + id, to -> actor(system, system.entity(type, id), to)));
        }
      }
      all.add(new Reading("readers of " + store, to -> system.log(store).readers().forEach(reader -> to
          .accept(store + " reader " + reader.name() + " at " + reader.offset().position() + " " + reader.time()))));
    }
    all.add(new Reading("log", to -> log(system.log("side"), to)));
    return all;
  }

  /** What a look from outside shows: the list of streams, logs, readers. */
  static List<Reading> of(StoreInspector inspector) {
    List<Reading> all = new ArrayList<>();
    for (String store : STORES) {
      all.add(new Reading("store " + store, to -> inspector.stores().stream()
          .filter(each -> each.name().equals(store)).map(each -> "store " + store + " sealed " + each.sealed())
          .forEach(to)));
      all.add(new Reading("streams of " + store,
          to -> inspector.streams(store, stream -> to.accept(stream.toString()))));
      all.add(new Reading("log of " + store,
          to -> inspector.log(store, Optional.empty(), entry -> to.accept(shown(entry)))));
      all.add(new Reading("readers of " + store,
          to -> inspector.readers(store).forEach(reader -> to.accept(shown(reader)))));
    }
    return all;
  }

  /** As the oldest version with golden stores has shown a reader: it knew nothing of trouble. */
  private static String shown(StoreInspector.Reader reader) {
    return reader.trouble().isPresent() ? reader.toString()
        : reader.toString().replace(", trouble=Optional.empty", "");
  }

  private static void actor(ActorSystem system, ActorRef<Order<?>> till, Consumer<String> to) {
    to.accept(till.path() + " " + till.ask(new Look()));
    to.accept(till.path() + " has done " + done(till));
    to.accept(till.path() + " history" + system.events(till, 1, Long.MAX_VALUE).map(Reading::place).toList());
  }

  /** A command that was not done before would be done now. */
  private static Answer<Content> done(ActorRef<Order<?>> till) {
    Answer<Content> answer = till.tryAsk("fifth", new Pay(-1, "was not done before"));
    if (answer instanceof Answer.Failed<Content> failed) {
      throw failed.cause();
    }
    return answer;
  }

  private static void log(EventLog log, Consumer<String> to) {
    LogOffset next = log.start();
    for (EventLog.Page page = log.read(next, PAGE); !page.events().isEmpty(); page = log.read(next, PAGE)) {
      page.events().forEach(event -> to.accept("log" + shown(event)));
      next = page.next();
    }
  }

  private static String place(LoggedEvent event) {
    return event.sequence() + "@" + event.offset().position() + "=" + event.fields().get("amount");
  }

  /** The form in which the texts beside the stores have it. */
  private static String shown(StoreInspector.Entry entry) {
    StoreInspector.Event event = entry.event();
    return "Entry[stream=" + entry.stream() + ", bytes=" + entry.bytes() + ", event=Event[sequence=" + event.sequence()
        + ", position=" + event.position() + ", time=" + event.time() + ", type=" + event.type() + ", version="
        + event.version() + ", commandId=" + event.commandId() + ", fields=" + event.fields() + "]]";
  }

  private static String shown(LoggedEvent event) {
    return " " + event.offset().position() + " " + event.actorType() + "/" + event.id() + " " + event.sequence() + " "
        + event.type() + " " + event.fields() + " " + event.commandId().orElse("-") + " " + event.time();
  }
}
