/** Events to Apache Kafka and commands from it; of Cairn it needs only dev.cairn.api. */
module dev.cairn.examples.kafka {
  requires dev.cairn.api;
  requires com.google.gson;
  requires kafka.clients;
  requires static org.jspecify;
}
