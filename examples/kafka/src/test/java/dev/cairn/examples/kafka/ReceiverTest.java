package dev.cairn.examples.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.ActorSystem;
import dev.cairn.testkit.Call;
import dev.cairn.testkit.Fault;
import dev.cairn.testkit.FaultyStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages come from Kafka's own broker. */
class ReceiverTest {
  private static final String DEAD = "dead";

  private static Broker broker;

  @TempDir
  private Path data;

  @BeforeAll
  static void start() throws Exception {
    broker = Broker.shared();
    broker.create(1, DEAD);
  }

  private static Inlet from(String topic) {
    return new Inlet(broker.servers(), topic, topic, "only", DEAD);
  }

  private static Receiver receive(ActorSystem system, String topic) {
    return Receiver.start(system, from(topic), message -> Payment.read(message.value()));
  }

  private static void send(String topic, String... values) throws Exception {
    try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", broker.servers()),
        new StringSerializer(), new StringSerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, 0, "key", value)).get();
      }
    }
  }

  private static String payment(String account, long cents) {
    return "{\"account\": \"" + account + "\", \"cents\": " + cents + "}";
  }

  private static long balance(ActorSystem system, String id) {
    return system.entity(Account.TYPE, id).ask(new Account.Book(0));
  }

  private static void rewind(String topic, long offset) throws Exception {
    broker.admin().alterConsumerGroupOffsets(topic, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)))
        .all()
        .get();
  }

  private static void awaitCommitted(String topic) {
    PublisherTest.await(() -> broker.lag(topic, topic) == 0);
  }

  @Test
  void what_comes_again_takes_effect_once_and_what_was_refused_stays_refused() throws Exception {
    broker.create(1, "again");
    send("again", payment("a", -5), payment("a", 10), payment("a", -3), payment("b", 4));
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").open()) {
      try (Receiver receiver = receive(system, "again")) {
        awaitCommitted("again");
        assertEquals(new Counts(3, 0, 1, 0), receiver.counts());
      }
      forgetMembers("again");
      rewind("again", 0);
      try (Receiver receiver = receive(system, "again")) {
        awaitCommitted("again");
        assertEquals(new Counts(0, 4, 0, 0), receiver.counts());
      }
      send("again", payment("b", 1));
      try (Receiver receiver = receive(system, "again")) {
        awaitCommitted("again");
        assertEquals(new Counts(1, 0, 0, 0), receiver.counts());
      }
      assertEquals(7, balance(system, "a"));
      assertEquals(5, balance(system, "b"));
    }
  }

  /** A member that has a name stays for a while; offsets of a group with members cannot be set. */
  private static void forgetMembers(String group) throws Exception {
    broker.admin().removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions()).all().get();
  }

  @Test
  void what_cannot_be_understood_goes_to_the_dead_letters_with_its_reason_and_is_counted() throws Exception {
    broker.create(1, "unclear");
    send("unclear", "no json", payment("a", 1), payment("", 1), "{\"account\": \"a\"}");
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").open();
        Receiver receiver = receive(system, "unclear")) {
      awaitCommitted("unclear");
      assertEquals(new Counts(1, 0, 0, 3), receiver.counts());
      List<ConsumerRecord<String, String>> dead = Topic.all(broker.servers(), DEAD).stream()
          .filter(each -> Topic.header(each, "cairn-topic").equals("unclear")).toList();
      assertEquals(List.of("0@0 no json", "0@2 " + payment("", 1), "0@3 {\"account\": \"a\"}"), dead.stream()
          .map(each -> Topic.header(each, "cairn-partition") + "@" + Topic.header(each, "cairn-offset") + " "
              + each.value())
          .sorted().toList());
      assertTrue(dead.stream().anyMatch(each -> Topic.header(each, "cairn-reason").equals("it is no JSON object")));
      assertTrue(dead.stream().allMatch(each -> each.key().equals("key")));
    }
  }

  @Test
  void while_the_store_is_not_available_nothing_is_skipped_and_the_trouble_is_told() throws Exception {
    broker.create(1, "patient");
    FaultyStore store = FaultyStore.over("memory");
    try (ActorSystem system = ActorSystem.builder().data(data).backend(store)
        .persistDeadline(Duration.ofSeconds(1)).open(); Receiver receiver = receive(system, "patient")) {
      send("patient", payment("a", 1));
      awaitCommitted("patient");
      store.every(Call.COMMIT, Fault.before());
      send("patient", IntStream.range(0, 20).mapToObj(i -> payment("a" + i % 4, 1)).toArray(String[]::new));
      PublisherTest.await(() -> receiver.trouble().isPresent());
      assertTrue(broker.lag("patient", "patient") > 0);
      store.heal();
      awaitCommitted("patient");
      assertEquals(List.of(5L, 5L, 5L, 5L), IntStream.range(0, 4).mapToObj(i -> balance(system, "a" + i)).toList());
      assertEquals(0, receiver.counts().deadLetters());
      PublisherTest.await(() -> receiver.trouble().isEmpty());
    }
  }

  @Test
  void messages_that_the_broker_has_deleted_unread_end_the_receiver_by_name() throws Exception {
    broker.create(1, "gone");
    send("gone", payment("a", 1), payment("a", 2), payment("a", 3));
    rewind("gone", 0);
    broker.admin().deleteRecords(Map.of(new TopicPartition("gone", 0), RecordsToDelete.beforeOffset(2))).all().get();
    try (ActorSystem system = ActorSystem.builder().data(data).backend("sqlite").open();
        Receiver receiver = receive(system, "gone")) {
      PublisherTest.await(() -> !receiver.isRunning(), () -> receiver.counts().toString());
      String trouble = receiver.trouble().orElseThrow().getMessage();
      assertTrue(trouble.contains("no longer there") && trouble.contains("gone"), trouble);
      assertEquals(new Counts(0, 0, 0, 0), receiver.counts());
    }
  }
}
