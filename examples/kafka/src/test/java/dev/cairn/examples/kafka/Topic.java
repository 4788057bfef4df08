package dev.cairn.examples.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning. */
final class Topic {
  private static final long LOOK_NANOS = 20_000_000;
  private static final long PATIENCE_NANOS = 40_000_000_000L;

  private Topic() {}

  /** Everything in it now. */
  static List<ConsumerRecord<String, String>> all(String servers, String topic) {
    try (var consumer = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", servers),
        new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
          .map(each -> new TopicPartition(topic, each.partition())).toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      List<ConsumerRecord<String, String>> all = new ArrayList<>();
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
      }
      return all;
    }
  }

  /** Everything in it as soon as that is enough. */
  static List<ConsumerRecord<String, String>> await(String servers, String topic,
      Predicate<List<ConsumerRecord<String, String>>> enough) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    List<ConsumerRecord<String, String>> all = all(servers, topic);
    while (!enough.test(all)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("In " + topic + " there is only " + all);
      }
      LockSupport.parkNanos(LOOK_NANOS);
      all = all(servers, topic);
    }
    return all;
  }

  static String header(ConsumerRecord<?, ?> message, String name) {
    Header header = message.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
