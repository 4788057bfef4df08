package dev.cairn.examples.kafka;

import dev.cairn.api.EventHandler;
import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.Withdrawal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the events of a log, those of an actor in their order and at least once: {@code log.follow("kafka", new
 * Publisher("main", outlet))}. The checkpoint of the reader moves when the brokers have acknowledged. Whatever fails
 * becomes the trouble of the reader, which tries again. Used by one reader; close it after the reader.
 */
final class Publisher implements EventHandler, AutoCloseable {
  private static final int MOST_UNDERWAY = 1000;

  private record Underway(ProducerRecord<String, String> message, Future<RecordMetadata> acknowledgement) {}

  private final String store;
  private final Outlet outlet;
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong tooLarge = new AtomicLong();
  private Deque<Underway> underway = new ArrayDeque<>();
  private @Nullable Line line;

  Publisher(String store, Outlet outlet) {
    this.store = store;
    this.outlet = outlet;
  }

  /** How many messages were acknowledged since this was made. Any thread may call. */
  long published() {
    return published.get();
  }

  /** How many events did not fit, of which the topic of dead letters was told. Any thread may call. */
  long tooLarge() {
    return tooLarge.get();
  }

  @Override
  public void event(LoggedEvent event) throws Exception {
    try {
      publish(Message.of(event).to(outlet.topic(), null));
    } catch (RecordTooLargeException e) {
      leaveOut(event, e);
    }
  }

  @Override
  public void withdrawn(Withdrawal withdrawal) throws Exception {
    publish(Message.of(withdrawal).to(outlet.topic(), null));
  }

  /** Tells each partition: it may have any of the lost events. */
  @Override
  public void lost(LogOffset after) throws Exception {
    awaitAcknowledgements();
    for (int partition = working().partitions(outlet.topic()); partition-- > 0;) {
      publish(Message.ofLoss(store, after).to(outlet.topic(), partition));
    }
    awaitAcknowledgements();
  }

  @Override
  public void flush(LogOffset through) throws Exception {
    awaitAcknowledgements();
  }

  /** What was not acknowledged is published again by the next one. */
  @Override
  public void close() {
    if (line != null) {
      line.close();
    }
  }

  private void leaveOut(LoggedEvent event, RecordTooLargeException why) throws Exception {
    String what = "Event " + event.sequence() + " of " + event.actorType() + "/" + event.id() + ", a " + event.type()
        + ", does not fit into the topic " + outlet.topic() + ": " + why.getMessage();
    if (outlet.deadLetters().isEmpty()) {
      awaitAcknowledgements();
      close(); // the next attempt asks for the size again
      throw new IllegalStateException(what + " It was not published, and nothing after it. Raise max.message.bytes of"
          + " the topic, or name a topic of dead letters.", why);
    }
    publish(Message.tooLarge(event, what).to(outlet.deadLetters().get(), null));
    tooLarge.incrementAndGet();
  }

  private void publish(ProducerRecord<String, String> message) throws Exception {
    if (underway.size() >= MOST_UNDERWAY) {
      awaitAcknowledgements();
    }
    Line sending = working();
    try {
      underway.add(new Underway(message, sending.send(message)));
    } catch (RecordTooLargeException e) {
      throw e;
    } catch (Exception e) {
      throw refusal("a message for the topic " + message.topic() + " was not taken", e);
    }
  }

  private IllegalStateException refusal(String what, Throwable cause) {
    return new IllegalStateException("Kafka at " + outlet.servers() + ": " + what + ": " + cause.getMessage()
        + " The publisher tries again; nothing is skipped.", cause);
  }

  /** The line; where the former one is broken a new one, on which everything is under way again, in its order. */
  private Line working() throws Exception {
    if (line != null && !line.isBroken()) {
      return line;
    }
    try {
      line = Line.open(outlet);
    } catch (ExecutionException e) {
      throw refusal("the size that the topic " + outlet.topic() + " takes is not known", e.getCause());
    }
    Deque<Underway> again = new ArrayDeque<>();
    try {
      for (Underway each : underway) {
        again.add(new Underway(each.message(), line.send(each.message())));
      }
    } catch (Exception e) {
      line.close();
      throw refusal(again.size() + " of " + underway.size() + " messages were sent again, and then no more", e);
    }
    underway = again;
    return line;
  }

  private void awaitAcknowledgements() throws Exception {
    if (underway.isEmpty()) {
      return;
    }
    working();
    long deadline = System.nanoTime() + outlet.patience().toNanos();
    for (Underway first = underway.peek(); first != null; first = underway.peek()) {
      try {
        first.acknowledgement().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        throw refusal(underway.size() + " messages are not acknowledged",
            new TimeoutException("there was no answer for " + outlet.patience().toMillis() + " ms."));
      } catch (ExecutionException e) {
        throw refusal("a message for the topic " + first.message().topic() + " was refused", e.getCause());
      }
      underway.remove();
      published.incrementAndGet();
    }
  }
}
