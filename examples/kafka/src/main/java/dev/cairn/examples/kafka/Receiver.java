package dev.cairn.examples.kafka;

import dev.cairn.api.ActorSystem;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Gives the messages of a topic to actors. A message takes effect once, however often it comes: its partition and
 * offset are the command id. How far the receiver has come is told to the brokers after every actor has answered; until
 * then nothing more is received, so an actor that remembers as many command ids as a poll has messages knows each that
 * comes again. A new group begins with the oldest message. Messages of one actor must be in one partition, or they have
 * no order. Any thread may call.
 */
final class Receiver implements AutoCloseable {
  private static final int MOST_IN_A_POLL = 500; // an actor remembers 1,000 command ids
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration BEFORE_A_SIGN_OF_LIFE = Duration.ofSeconds(1);

  private final Inlet inlet;
  private final Delivery delivery;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, OffsetAndMetadata> answered = new HashMap<>();
  private final Thread thread;
  private volatile @Nullable Throwable trouble;
  private volatile boolean stopped;
  private boolean prepared = true;

  private Receiver(Inlet inlet, Delivery delivery) {
    this.inlet = inlet;
    this.delivery = delivery;
    Map<String, Object> settings = Map.of("bootstrap.servers", inlet.servers(), "group.id", inlet.group(),
        "group.instance.id", inlet.member(), "enable.auto.commit", false, "auto.offset.reset", "none",
        "isolation.level", "read_committed", "max.poll.records", MOST_IN_A_POLL, "default.api.timeout.ms", 5000,
        "request.timeout.ms", 5000, "allow.auto.create.topics", false);
    this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.thread = Thread.ofPlatform().name("receiver of " + inlet.topic()).unstarted(this::run);
  }

  /** Begins to receive; returns at once. */
  static Receiver start(ActorSystem system, Inlet inlet, Understanding understanding) {
    var receiver = new Receiver(inlet, new Delivery(system, inlet, understanding));
    receiver.thread.start();
    return receiver;
  }

  /** What became of the messages since the start. */
  Counts counts() {
    return delivery.counts();
  }

  /** Why it does not go on, if it does not. */
  Optional<Throwable> trouble() {
    return Optional.ofNullable(trouble).or(delivery::trouble);
  }

  /** False once it was closed, or has ended because messages are missing; {@link #trouble} says which. */
  boolean isRunning() {
    return thread.isAlive();
  }

  /** Ends. What no actor has answered comes again to the next one. */
  @Override
  public void close() {
    stopped = true;
    delivery.stop();
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer; delivery) {
      consumer.subscribe(List.of(inlet.topic()), new Assignment());
      while (!stopped) {
        step();
      }
    } catch (WakeupException e) {
      // closed
    } catch (Throwable e) {
      trouble = e;
    }
  }

  private void step() throws InterruptedException {
    try {
      prepare();
      deliver(consumer.poll(POLL));
      commit();
      trouble = null;
    } catch (WakeupException e) {
      throw e;
    } catch (OffsetOutOfRangeException e) {
      throw new IllegalStateException("Messages of " + inlet.topic() + " that the group " + inlet.group()
          + " has not received are no longer there: " + e.getMessage() + " The receiver has ended. Nothing was skipped:"
          + " set the offset of the group to the message with which it is to go on.", e);
    } catch (NoOffsetForPartitionException e) {
      prepared = false;
    } catch (RuntimeException e) {
      trouble = e;
      delivery.isStoppedWithin(POLL.toMillis());
    }
  }

  /** After an assignment: begins with the oldest message where the group has received none. */
  private void prepare() {
    if (prepared) {
      return;
    }
    Set<TopicPartition> assigned = consumer.assignment();
    delivery.findTopic();
    Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(assigned);
    List<TopicPartition> fresh = assigned.stream().filter(each -> known.get(each) == null).toList();
    if (!fresh.isEmpty()) { // of no partitions it would mean all
      consumer.seekToBeginning(fresh);
    }
    consumer.resume(consumer.paused());
    prepared = true;
  }

  /** Waits for the answers; the brokers see signs of life meanwhile. */
  private void deliver(ConsumerRecords<byte[], byte[]> messages) throws InterruptedException {
    if (messages.isEmpty()) {
      return;
    }
    var batch = delivery.begin(messages);
    while (!batch.await(BEFORE_A_SIGN_OF_LIFE) && !stopped) {
      signOfLife();
    }
    if (batch.isComplete()) {
      answered.putAll(messages.nextOffsets());
    } else {
      stopped = true; // rather than go on without it
    }
  }

  /** Until the brokers know what was answered, nothing more is received. */
  private void commit() throws InterruptedException {
    answered.keySet().retainAll(consumer.assignment()); // others have what was taken away, and get it again
    while (!answered.isEmpty() && !stopped) {
      try {
        consumer.commitSync(answered);
        answered.clear();
      } catch (WakeupException e) {
        throw e;
      } catch (RuntimeException e) {
        trouble = e;
        signOfLife();
        delivery.isStoppedWithin(POLL.toMillis());
        answered.keySet().retainAll(consumer.assignment());
      }
    }
  }

  /** Receives nothing. What goes wrong here goes wrong again when it is to receive. */
  private void signOfLife() {
    consumer.pause(consumer.assignment());
    try {
      consumer.poll(Duration.ZERO);
    } catch (WakeupException e) {
      throw e;
    } catch (NoOffsetForPartitionException e) {
      prepared = false;
    } catch (RuntimeException e) {
      trouble = e;
    }
    if (prepared) {
      consumer.resume(consumer.paused());
    }
  }

  /** What was assigned is prepared before anything of it is received. */
  private final class Assignment implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.pause(partitions);
      prepared = false;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
  }
}
