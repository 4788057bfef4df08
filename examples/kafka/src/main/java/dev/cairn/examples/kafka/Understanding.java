package dev.cairn.examples.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes of a message what it asks of an actor. Any thread calls. */
@FunctionalInterface
interface Understanding {
  /**
   * Returns what the message asks.
   *
   * @throws Exception if it cannot be understood; the message of the exception becomes the reason of the dead letter
   */
  Request<?> understand(ConsumerRecord<byte[], byte[]> message) throws Exception;
}
