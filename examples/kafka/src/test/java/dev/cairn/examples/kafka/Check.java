package dev.cairn.examples.kafka;

import com.google.gson.JsonObject;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.EventLog;
import dev.cairn.api.LoggedEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Compares what there is with the ledger of the other system. */
final class Check {
  private static final int PAGE = 1000;

  private final Payments ledger;
  private final List<String> wrong = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final Map<String, List<Long>> stored = new HashMap<>();

  Check(Payments ledger) {
    this.ledger = ledger;
  }

  List<String> wrong() {
    return wrong;
  }

  List<String> told() {
    return told;
  }

  /** Each payment has one event, and the balances are those of the ledger. */
  void store(Path data) {
    Map<String, Long> balances = new TreeMap<>();
    Map<String, Long> events = new HashMap<>();
    int declined = 0;
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").open()) {
      EventLog log = system.log("main");
      EventLog.Page page = log.read(log.start(), PAGE);
      for (; !page.events().isEmpty(); page = log.read(page.next(), PAGE)) {
        for (LoggedEvent event : page.events()) {
          boolean booked = event.as(Account.TYPE).orElseThrow() instanceof Account.Booked;
          declined += booked ? 0 : 1;
          balances.merge(event.id(), booked ? (long) event.fields().get("cents") : 0L, Long::sum);
          events.merge(event.id(), 1L, Long::sum);
          stored.computeIfAbsent(event.id(), id -> new ArrayList<>()).add(event.sequence());
        }
      }
    }
    compare("the balances", ledger.balances(), balances);
    compare("the events of each account", ledger.events(), events);
    compare("the declined payments", ledger.declined(), declined);
    told.add(String.format(Locale.ROOT, "%,d balances checked", balances.size()));
  }

  /** Without what came twice, the topic has the events of each account in their order, and no others. */
  void bookings(List<ConsumerRecord<String, String>> messages) {
    var reading = new Reading();
    Map<String, Long> balances = new TreeMap<>();
    Map<String, List<Long>> published = new HashMap<>();
    for (ConsumerRecord<String, String> message : messages) {
      reading.take(message).ifPresent(event -> {
        String id = event.get("id").getAsString();
        published.computeIfAbsent(id, none -> new ArrayList<>()).add(event.get("sequence").getAsLong());
        balances.merge(id, change(event), Long::sum);
      });
    }
    compare("the sequences in the topic", stored, published);
    compare("the balances in the topic", ledger.balances(), balances);
    told.add(String.format(Locale.ROOT, "%,d messages in %s, of which %,d came again", messages.size(), Bank.BOOKINGS,
        reading.doubles()));
  }

  /** What cannot be understood is there, with its reason. */
  void deadLetters(List<ConsumerRecord<String, String>> letters) {
    Set<String> places = new HashSet<>();
    for (ConsumerRecord<String, String> letter : letters) {
      places.add(Topic.header(letter, "cairn-partition") + "@" + Topic.header(letter, "cairn-offset"));
      compare("the reason", "it needs an account and a whole number of cents", Topic.header(letter, "cairn-reason"));
    }
    compare("the dead letters", ledger.unreadable(), places.size());
    told.add(String.format(Locale.ROOT, "%,d dead letters in %s", places.size(), Bank.UNREADABLE));
  }

  private static long change(JsonObject event) {
    boolean booked = event.get("type").getAsString().equals("Booked");
    return booked ? event.getAsJsonObject("fields").get("cents").getAsLong() : 0;
  }

  private void compare(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      wrong.add(what + ": " + found + " instead of " + expected);
    }
  }
}
