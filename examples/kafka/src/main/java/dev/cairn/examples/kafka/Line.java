package dev.cairn.examples.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A producer that keeps the order of a partition whatever fails: one request at a time, repeated without end, and after
 * a failure that repeating does not mend nothing more is sent. Then a new line is needed. Used by one thread.
 */
final class Line implements AutoCloseable {
  private static final Duration AT_ONCE = Duration.ZERO;

  private final KafkaProducer<String, String> producer;
  private volatile boolean broken;

  private Line(KafkaProducer<String, String> producer) {
    this.producer = producer;
  }

  /** Asks the brokers for the largest message of the topic, so that a larger one is refused before it is sent. */
  static Line open(Outlet outlet) throws ExecutionException, InterruptedException {
    int patience = Math.toIntExact(outlet.patience().toMillis());
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, outlet.topic());
    String largest;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", outlet.servers(), "default.api.timeout.ms", patience,
        "request.timeout.ms", patience))) {
      largest = admin.describeConfigs(List.of(resource)).all().get().get(resource)
          .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value();
    }
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", outlet.servers());
    settings.put("acks", "all");
    settings.put("enable.idempotence", true);
    settings.put("max.in.flight.requests.per.connection", 1);
    settings.put("delivery.timeout.ms", Integer.MAX_VALUE);
    settings.put("max.request.size", largest);
    settings.put("max.block.ms", patience);
    settings.put("reconnect.backoff.max.ms", 1000);
    return new Line(new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer()));
  }

  boolean isBroken() { return broken; }

  int partitions(String topic) {
    return producer.partitionsFor(topic).size();
  }

  /**
   * Sends a message. The result is there when every replica has it that the topic asks for.
   *
   * @throws Exception if it was not even taken: it is too large, or there was no answer in time
   */
  Future<RecordMetadata> send(ProducerRecord<String, String> message) throws Exception {
    Thread caller = Thread.currentThread();
    @Nullable
    Exception[] refused = new Exception[1];
    Future<RecordMetadata> sent = producer.send(message, (where, failure) -> {
      if (failure != null && Thread.currentThread() == caller) {
        refused[0] = failure;
      } else if (failure != null) {
        broken = true;
        producer.close(AT_ONCE); // before the next message is sent
      }
    });
    if (refused[0] != null) {
      throw refused[0];
    }
    return sent;
  }

  /** What was not acknowledged is given up. */
  @Override
  public void close() {
    broken = true;
    producer.close(AT_ONCE);
  }
}
