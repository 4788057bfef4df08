package dev.cairn.examples.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic for messages that cannot be understood. Any thread may call. */
final class DeadLetters implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final Inlet inlet;
  private final KafkaProducer<byte[], byte[]> producer;

  DeadLetters(Inlet inlet) {
    this.inlet = inlet;
    this.producer = new KafkaProducer<>(Map.of("bootstrap.servers", inlet.servers(), "acks", "all",
        "enable.idempotence", true, "max.block.ms", 5000, "reconnect.backoff.max.ms", 1000),
        new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Sends key, value and headers as they are, with the place and the reason as headers. When this returns, the brokers
   * have it. Sent twice it is there twice, with the same place.
   *
   * @throws IllegalStateException if the brokers have not acknowledged it
   */
  void send(ConsumerRecord<byte[], byte[]> message, String reason) throws InterruptedException {
    var letter = new ProducerRecord<>(inlet.deadLetters(), null, message.key(), message.value(), message.headers());
    letter.headers().add("cairn-reason", bytes(reason)).add("cairn-topic", bytes(message.topic()))
        .add("cairn-partition", bytes(String.valueOf(message.partition())))
        .add("cairn-offset", bytes(String.valueOf(message.offset())));
    try {
      producer.send(letter).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The topic of dead letters " + inlet.deadLetters() + " has not taken "
          + Delivery.place(message) + ". It is tried again.", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
