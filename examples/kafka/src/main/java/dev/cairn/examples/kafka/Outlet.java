package dev.cairn.examples.kafka;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a publisher publishes.
 *
 * @param servers addresses of the brokers, as {@code bootstrap.servers}
 * @param topic the topic of the events; it must exist
 * @param deadLetters the topic that is told of events that do not fit; without it such an event stops the publisher
 * @param patience how long it waits for the brokers before it says what it waits for; then it goes on waiting
 */
record Outlet(String servers, String topic, Optional<String> deadLetters, Duration patience) {

  static Outlet of(String servers, String topic) {
    return new Outlet(servers, topic, Optional.empty(), Duration.ofSeconds(5));
  }

  Outlet withDeadLetters(String name) {
    return new Outlet(servers, topic, Optional.of(name), patience);
  }

  Outlet withPatience(Duration duration) {
    return new Outlet(servers, topic, deadLetters, duration);
  }
}
