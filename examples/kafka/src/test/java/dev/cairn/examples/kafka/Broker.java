package dev.cairn.examples.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/** Kafka itself: one broker that is its own controller, in this JVM, on the loopback interface. */
final class Broker implements AutoCloseable {
  static {
    System.setProperty("log4j2.StatusLogger.level", "OFF"); // Kafka's broker looks for a logger that is not there
  }

  private static @Nullable Broker shared;

  private final Properties settings = new Properties();
  private final int port;
  private final Admin admin;
  private KafkaRaftServer server;

  private Broker(Path folder, int port, int controller) {
    this.port = port;
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
    settings.put("log.dirs", folder.toString());
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("auto.create.topics.enable", "false");
    settings.put("log.cleaner.enable", "false");
    this.server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
    this.admin = Admin.create(Map.of("bootstrap.servers", servers(), "reconnect.backoff.max.ms", 100));
  }

  /** One for all tests, as long as this JVM. */
  static synchronized Broker shared() throws Exception {
    if (shared == null) {
      shared = start(Files.createTempDirectory(Path.of("target"), "broker"));
    }
    return shared;
  }

  /** Starts one with an empty folder. */
  static Broker start(Path folder) throws Exception {
    int[] ports = freePorts();
    new Formatter().setClusterId(Uuid.randomUuid().toString()).setNodeId(1).setControllerListenerName("CONTROLLER")
        .setDirectories(List.of(folder.toString())).setMetadataLogDirectory(folder.toString())
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)).run();
    Broker broker = new Broker(folder, ports[0], ports[1]);
    broker.server.startup();
    return broker;
  }

  String servers() {
    return "127.0.0.1:" + port;
  }

  void create(int partitions, String... topics) throws Exception {
    create(Stream.of(topics).map(topic -> new NewTopic(topic, partitions, (short) 1)).toList());
  }

  void create(List<NewTopic> topics) throws Exception {
    admin.createTopics(topics).all().get();
  }

  /** For its settings; the broker closes it. */
  Admin admin() {
    return admin;
  }

  /** How many messages of a topic a group has not committed. */
  long lag(String group, String topic) {
    try {
      return messages(topic) - admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values()
          .stream().mapToLong(OffsetAndMetadata::offset).sum();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many messages a topic has had. */
  long messages(String topic) {
    try {
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions()
          .forEach(each -> ends.put(new TopicPartition(topic, each.partition()), OffsetSpec.latest()));
      return admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset).sum();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  void stop() {
    server.shutdown();
    server.awaitShutdown();
  }

  /** Starts it again, with what it has stored. */
  void startAgain() {
    server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
    server.startup();
  }

  @Override
  public void close() {
    admin.close();
    stop();
  }

  private static int[] freePorts() throws IOException {
    try (ServerSocket one = new ServerSocket(0); ServerSocket other = new ServerSocket(0)) {
      return IntStream.of(one.getLocalPort(), other.getLocalPort()).toArray();
    }
  }
}
