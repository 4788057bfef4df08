package dev.cairn.examples.kafka;

import dev.cairn.api.ActorFailed;
import dev.cairn.api.ActorSystem;
import dev.cairn.api.Answer;
import dev.cairn.api.CairnException;
import dev.cairn.api.InvalidName;
import dev.cairn.api.PersistRejected;
import dev.cairn.api.WrongCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Gives messages to actors: those of one actor one after the other, those of different actors side by side. A message
 * that gets no answer is given again until there is one.
 */
final class Delivery implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Delivery.class.getName());
  private static final int ATTEMPTS = 10;
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  /** Messages that were received together. */
  static final class Batch {
    private final CountDownLatch chains;
    private final AtomicBoolean complete = new AtomicBoolean(true);

    private Batch(int chains) {
      this.chains = new CountDownLatch(chains);
    }

    boolean await(Duration longest) throws InterruptedException {
      return chains.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether each message has had its answer, or is a dead letter. */
    boolean isComplete() {
      return chains.getCount() == 0 && complete.get();
    }

    private void end(boolean all) {
      complete.compareAndSet(true, all);
      chains.countDown();
    }
  }

  /** What to do with a message. */
  private interface Letter {
    void deliver(int attempt) throws Exception;
  }

  private final ActorSystem system;
  private final Inlet inlet;
  private final Understanding understanding;
  private final DeadLetters deadLetters;
  private final AtomicLong executed = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong dead = new AtomicLong();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<String, Throwable> troubles = new ConcurrentHashMap<>();
  private volatile String topicId = "";

  Delivery(ActorSystem system, Inlet inlet, Understanding understanding) {
    this.system = system;
    this.inlet = inlet;
    this.understanding = understanding;
    this.deadLetters = new DeadLetters(inlet);
  }

  Counts counts() {
    return new Counts(executed.get(), repeated.get(), refused.get(), dead.get());
  }

  Optional<Throwable> trouble() {
    return troubles.values().stream().findAny();
  }

  /** A topic that was deleted and made again has the same offsets again, and another id. */
  void findTopic() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", inlet.servers(), "default.api.timeout.ms", 5000,
        "request.timeout.ms", 5000))) {
      topicId = admin.describeTopics(List.of(inlet.topic())).allTopicNames().get().get(inlet.topic()).topicId()
          .toString();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The id of the topic " + inlet.topic() + " is not known: "
          + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Batch begin(ConsumerRecords<byte[], byte[]> messages) {
    Map<String, List<Letter>> chains = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> message : messages) {
      try {
        Request<?> request = understanding.understand(message);
        chains.computeIfAbsent(request.actor(), actor -> new ArrayList<>())
            .add(attempt -> ask(message, request, attempt));
      } catch (Exception | StackOverflowError e) {
        chains.computeIfAbsent("", none -> new ArrayList<>()).add(attempt -> bury(message, e));
      }
    }
    var batch = new Batch(chains.size());
    chains.forEach((actor, letters) -> Thread.startVirtualThread(() -> deliver(batch, actor, letters)));
    return batch;
  }

  /** Waits, unless it is stopped meanwhile; returns whether it is stopped. */
  boolean isStoppedWithin(long millis) throws InterruptedException {
    return stopped.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Ends the waiting for answers. */
  void stop() {
    stopped.countDown();
  }

  @Override
  public void close() {
    stop();
    deadLetters.close();
  }

  private void deliver(Batch batch, String actor, List<Letter> letters) {
    boolean complete = false;
    try {
      complete = letters.stream().allMatch(letter -> repeatedly(actor, letter));
    } finally {
      batch.end(complete);
    }
  }

  /** False if it was stopped before that. */
  private boolean repeatedly(String actor, Letter letter) {
    long pause = FIRST_PAUSE_MILLIS;
    for (int attempt = 1;; attempt++, pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      try {
        letter.deliver(attempt);
        troubles.remove(actor);
        return true;
      } catch (Throwable e) {
        troubles.put(actor, e);
        LOG.log(System.Logger.Level.WARNING, "A message of " + inlet.topic() + " has no answer; it is given again.", e);
      }
      try {
        if (isStoppedWithin(pause)) {
          return false;
        }
      } catch (InterruptedException e) {
        return false;
      }
    }
  }

  private void ask(ConsumerRecord<byte[], byte[]> message, Request<?> request, int attempt) throws Exception {
    Answer<?> answer;
    try {
      answer = request.ask(system, commandId(message));
    } catch (InvalidName e) {
      bury(message, e);
      return;
    }
    switch (answer) {
      case Answer.Ok<?> ok -> executed.incrementAndGet();
      case Answer.Done<?> done -> repeated.incrementAndGet();
      case Answer.No<?> no -> {
        refused.incrementAndGet();
        LOG.log(System.Logger.Level.INFO, request.actor() + " has refused " + place(message) + ".");
      }
      case Answer.Failed<?> failed when isOfTheMessage(failed.cause(), attempt) -> bury(message, failed.cause());
      case Answer.Failed<?> failed -> throw failed.cause();
    }
  }

  /** Whether asking again would change nothing. Whatever else fails may end, a store that is away for instance. */
  private static boolean isOfTheMessage(CairnException failure, int attempt) {
    return failure instanceof WrongCommand
        || attempt >= ATTEMPTS && (failure instanceof ActorFailed || failure instanceof PersistRejected);
  }

  private void bury(ConsumerRecord<byte[], byte[]> message, Throwable why) throws Exception {
    String reason = String.valueOf(why.getMessage());
    deadLetters.send(message, reason);
    dead.incrementAndGet();
    LOG.log(System.Logger.Level.WARNING,
        place(message) + " is in the topic of dead letters, " + inlet.deadLetters() + ": " + reason);
  }

  private String commandId(ConsumerRecord<byte[], byte[]> message) {
    return "kafka " + topicId + "-" + message.partition() + "@" + message.offset();
  }

  static String place(ConsumerRecord<byte[], byte[]> message) {
    return message.topic() + "-" + message.partition() + "@" + message.offset();
  }
}
