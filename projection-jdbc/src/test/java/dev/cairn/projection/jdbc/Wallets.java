package dev.cairn.projection.jdbc;

import dev.cairn.api.ActorSystem;
import dev.cairn.api.Durability;
import dev.cairn.api.EventMetadata;
import dev.cairn.api.NewEvent;
import dev.cairn.api.StreamRef;
import dev.cairn.api.StreamType;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Streams of events that the tests project. */
final class Wallets {

  record Paid(long cents) {}

  record Sum(long cents) {}

  record Moved(String to) {}

  static final StreamType<Paid, Sum> TYPE =
      StreamType.of(MethodHandles.lookup(), "wallet", Paid.class, Sum.class);
  static final StreamType<Moved, Void> OTHERS = StreamType.of(MethodHandles.lookup(), "desk", Moved.class);

  private Wallets() {}

  static ActorSystem memory() {
    return ActorSystem.builder().data(Path.of("memory")).backend("memory").open();
  }

  static ActorSystem.Builder sqlite(Path folder) {
    return ActorSystem.builder().data(folder).backend("sqlite").durability(Durability.OS);
  }

  static StreamRef<Paid, Sum> of(ActorSystem system, String id) {
    return system.streams("main").stream(TYPE, id);
  }

  static void pay(ActorSystem system, String id, long... cents) {
    for (long each : cents) {
      of(system, id).append(NewEvent.all(new Paid(each)));
    }
  }

  static void payTagged(ActorSystem system, String id, String tag, long cents) {
    of(system, id).append(List.of(NewEvent.<Paid>of(new Paid(cents)).with(EventMetadata.tagged(tag))));
  }

  static void move(ActorSystem system, String id) {
    system.streams("main").stream(OTHERS, id).append(NewEvent.all(new Moved("there")));
  }

  /** Pays a cent so often into each of some wallets, in turn. */
  static void payMany(ActorSystem system, int wallets, int times) {
    for (int wallet = 0; wallet < wallets; wallet++) {
      List<NewEvent<Paid>> events = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        events.add(NewEvent.of(new Paid(1)));
      }
      of(system, "w" + wallet).append(events);
    }
  }
}
