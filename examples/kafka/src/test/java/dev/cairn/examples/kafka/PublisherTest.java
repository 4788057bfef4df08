package dev.cairn.examples.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.EventLog;
import dev.cairn.api.LogOffset;
import dev.cairn.api.NewEvent;
import dev.cairn.api.Position;
import dev.cairn.api.StreamType;
import dev.cairn.api.TypedBytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events go to Kafka's own broker. */
class PublisherTest {
  private static final Duration SHORT = Duration.ofMillis(500);

  private static Broker broker;

  @TempDir
  private Path data;

  @BeforeAll
  static void start() throws Exception {
    broker = Broker.shared();
  }

  private ActorSystem open() {
    return ActorSystem.builder().data(data).backend("sqlite").open();
  }

  private static Outlet to(String topic) {
    return Outlet.of(broker.servers(), topic);
  }

  private static void book(ActorSystem system, String id, long cents) {
    system.entity(Account.TYPE, id).ask("of " + cents, new Account.Book(cents));
  }

  static void await(BooleanSupplier until) {
    await(until, () -> "it did not happen in time");
  }

  static void await(BooleanSupplier until, Supplier<String> what) {
    long deadline = System.nanoTime() + 40_000_000_000L;
    while (!until.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, what);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static JsonObject json(ConsumerRecord<String, String> message) {
    return JsonParser.parseString(message.value()).getAsJsonObject();
  }

  @Test
  void a_message_has_the_event_as_json_and_its_identity_as_headers() throws Exception {
    broker.create(4, "plain");
    try (ActorSystem system = open(); Publisher publisher = new Publisher("main", to("plain"));
        var following = system.log("main").follow("kafka", publisher)) {
      book(system, "42", 100);
      ConsumerRecord<String, String> message =
          Topic.await(broker.servers(), "plain", all -> all.size() == 1).get(0);
      var event = system.log("main").read(system.log("main").start(), 1).events().get(0);
      assertTrue(following.isRunning());
      assertEquals("account/42", message.key());
      assertEquals("event", Topic.header(message, "cairn-kind"));
      assertEquals(event.offset().storeId(), Topic.header(message, "cairn-store-id"));
      assertEquals("account", Topic.header(message, "cairn-actor-type"));
      assertEquals("42", Topic.header(message, "cairn-id"));
      assertEquals("1", Topic.header(message, "cairn-sequence"));
      assertEquals(event.offset().position().toString(), Topic.header(message, "cairn-position"));
      JsonObject expected = JsonParser.parseString("""
          {"kind":"event","store":"main","store_id":"%s","position":"%s","actor_type":"account","id":"42",
          "sequence":1,"time":"%s","type":"Booked","version":1,"command_id":"of 100","correlation_id":null,
          "causation_id":"of 100","tags":[],"entries":{},"fields":{"cents":100}}
          """.formatted(event.offset().storeId(), event.offset().position(), event.time())).getAsJsonObject();
      assertEquals(expected, json(message));
      assertEquals(KafkaGuideTest.message().keySet(), json(message).keySet());
    }
  }

  @Test
  void a_purge_and_a_loss_are_messages_of_their_own_kind() throws Exception {
    broker.create(4, "withdrawn");
    try (ActorSystem system = open(); Publisher publisher = new Publisher("main", to("withdrawn"));
        var following = system.log("main").follow("kafka", publisher)) {
      book(system, "42", 100);
      book(system, "42", 50);
      await(() -> following.offset().equals(system.log("main").end()));
      system.entity(Account.TYPE, "42").ask(new Account.Forget());
      book(system, "42", 7);
      List<ConsumerRecord<String, String>> messages =
          Topic.await(broker.servers(), "withdrawn", all -> all.size() == 4);
      assertEquals(List.of("event 1", "event 2", "withdrawal 2", "event 3"), messages.stream()
          .map(each -> Topic.header(each, "cairn-kind") + " " + Topic.header(each, "cairn-sequence")).toList());
      assertEquals(1, json(messages.get(2)).get("first_sequence").getAsInt());
      assertEquals("PURGED", json(messages.get(2)).get("reason").getAsString());
      assertEquals(1, messages.stream().map(ConsumerRecord::partition).distinct().count());
    }
    try (Publisher publisher = new Publisher("main", to("withdrawn").withPatience(Duration.ofSeconds(30)))) {
      publisher.lost(new LogOffset("some-store", new Position(3, 14)));
    }
    Map<Integer, String> losses = new TreeMap<>();
    Topic.all(broker.servers(), "withdrawn").stream().filter(each -> each.key() == null)
        .forEach(each -> losses.put(each.partition(), Topic.header(each, "cairn-after")));
    assertEquals(Map.of(0, "3:14", 1, "3:14", 2, "3:14", 3, "3:14"), losses);
  }

  @Test
  void an_event_that_does_not_fit_stops_the_publisher_by_name_until_the_topic_takes_it() throws Exception {
    narrow("narrow", 2000);
    try (ActorSystem system = open(); Publisher publisher = new Publisher("main", to("narrow"));
        var following = system.log("main").follow("kafka", publisher)) {
      book(system, "a", 1);
      book(system, "b".repeat(900), 1);
      book(system, "c", 1);
      await(() -> following.trouble().map(Throwable::getMessage).filter(trouble -> trouble.contains("does not fit"))
          .filter(trouble -> trouble.contains("Event 1 of account/bbb")).isPresent());
      assertEquals(1, Topic.all(broker.servers(), "narrow").size());
      broker.admin().incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, "narrow"),
          List.of(new AlterConfigOp(new ConfigEntry("max.message.bytes", "100000"), AlterConfigOp.OpType.SET))))
          .all().get();
      assertEquals(3, Topic.await(broker.servers(), "narrow", all -> all.size() >= 3).size());
      await(() -> following.trouble().isEmpty());
    }
  }

  @Test
  void where_that_is_declared_a_topic_of_dead_letters_is_told_of_it_and_the_others_go_on() throws Exception {
    narrow("tight", 2000);
    broker.create(1, "tight-dead");
    try (ActorSystem system = open();
        Publisher publisher = new Publisher("main", to("tight").withDeadLetters("tight-dead"));
        var following = system.log("main").follow("kafka", publisher)) {
      book(system, "a", 1);
      system.streams("main").stream(StreamType.bytes("picture"), "b")
          .append(List.of(NewEvent.of(new TypedBytes("png", new byte[2000]))));
      book(system, "c", 1);
      assertEquals(List.of("account/a", "account/c"), Topic.await(broker.servers(), "tight", all -> all.size() >= 2)
          .stream().map(ConsumerRecord::key).sorted().toList());
      ConsumerRecord<String, String> dead =
          Topic.await(broker.servers(), "tight-dead", all -> !all.isEmpty()).get(0);
      assertEquals("too-large", Topic.header(dead, "cairn-kind"));
      assertEquals("picture/b", dead.key());
      assertTrue(json(dead).get("reason").getAsString().contains("does not fit"));
      assertEquals(1, publisher.tooLarge());
      await(() -> following.trouble().isEmpty());
    }
  }

  @Test
  void while_the_broker_is_away_the_publisher_says_so_waits_and_skips_nothing(@TempDir Path own) throws Exception {
    List<String> booked = new ArrayList<>();
    try (Broker other = Broker.start(own); ActorSystem system = open();
        Publisher publisher = new Publisher("main", Outlet.of(other.servers(), "away").withPatience(SHORT))) {
      other.create(4, "away");
      EventLog log = system.log("main");
      try (var following = log.follow("kafka", publisher)) {
        bookMany(system, booked);
        Topic.await(other.servers(), "away", all -> all.size() >= booked.size());
        other.stop();
        bookMany(system, booked);
        await(() -> following.trouble().isPresent());
        String trouble = following.trouble().get().getMessage();
        assertTrue(trouble.contains(other.servers()) && trouble.contains("nothing is skipped"), trouble);
        LogOffset kept = log.readers().get(0).offset();
        assertEquals(40, log.read(kept, 1000).events().size());
        other.startAgain();
        await(() -> following.trouble().isEmpty() && following.offset().equals(log.end()));
      }
      var reading = new Reading();
      List<String> taken = new ArrayList<>();
      Topic.all(other.servers(), "away").forEach(message -> reading.take(message)
          .ifPresent(event -> taken.add(event.get("id").getAsString() + " " + event.get("sequence").getAsLong())));
      assertEquals(booked.stream().sorted().toList(), taken.stream().sorted().toList());
    }
  }

  private static void bookMany(ActorSystem system, List<String> booked) {
    for (int i = 0; i < 40; i++) {
      String id = "a" + i % 8;
      long sequence = booked.stream().filter(each -> each.startsWith(id + " ")).count() + 1;
      book(system, id, sequence);
      booked.add(id + " " + sequence);
    }
  }

  private static void narrow(String topic, int bytes) throws Exception {
    broker.create(List.of(new NewTopic(topic, 4, (short) 1)
        .configs(Map.of("max.message.bytes", String.valueOf(bytes)))));
  }
}
