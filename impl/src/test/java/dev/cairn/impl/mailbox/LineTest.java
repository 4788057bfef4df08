package dev.cairn.impl.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.api.Command;
import dev.cairn.api.Mailbox;
import dev.cairn.api.Mailbox.WhenFull;
import dev.cairn.impl.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Senders that wait for a place in a mailbox. */
@Timeout(60)
class LineTest {
  private static final long FOREVER = Long.MAX_VALUE;

  private record Numbered(int number) implements Command<Numbered, Integer> {}

  private final AtomicLong looks = new AtomicLong();

  private static MailQueue queue(Mailbox mailbox) {
    return new MailQueue(mailbox) {
      @Override
      protected Mailbox mailbox() {
        return mailbox;
      }
    };
  }

  private static Letter letter(int number) {
    return new Tell(new Numbered(number));
  }

  private static int read(MailQueue queue) {
    Letter letter = queue.next();
    return letter != null && letter.open() instanceof Numbered numbered ? numbered.number() : 0;
  }

  /** A sender that stands in the line when this returns. */
  private Sending waiting(MailQueue queue, Letter letter, long nanos) {
    long before = looks.get();
    FutureTask<Offer> task = new FutureTask<>(() -> queue.putOrWait(letter, () -> {
      looks.incrementAndGet();
      return nanos;
    }, false));
    Thread thread = Thread.ofPlatform().daemon().start(task);
    Patience.until(() -> looks.get() > before || task.isDone());
    return new Sending(thread, task);
  }

  private record Sending(Thread thread, Future<Offer> offer) {}

  @Test
  void places_are_given_in_the_order_in_which_senders_came() throws Exception {
    MailQueue queue = queue(Mailbox.of(1).whenFull(WhenFull.BLOCK));
    assertEquals(Offer.TAKEN, queue.put(letter(1)));
    List<Sending> senders = new ArrayList<>();
    for (int i = 2; i <= 50; i++) {
      senders.add(waiting(queue, letter(i), FOREVER));
    }
    for (int i = 1; i <= 50; i++) {
      assertEquals(i, read(queue));
    }
    for (Sending sender : senders) {
      assertEquals(Offer.TAKEN, sender.offer().get());
    }
    assertEquals(49, looks.get(), "nobody looks whether there is a place before there is one");
  }

  @Test
  void a_new_sender_does_not_pass_those_that_wait() throws Exception {
    MailQueue queue = queue(Mailbox.of(2).whenFull(WhenFull.BLOCK));
    queue.put(letter(1));
    queue.put(letter(2));
    Sending third = waiting(queue, letter(3), FOREVER);
    assertEquals(1, read(queue));
    assertEquals(Offer.FULL, queue.put(letter(4)));
    assertEquals(Offer.TAKEN, third.offer().get());
    assertEquals(2, read(queue));
    assertEquals(Offer.TAKEN, queue.put(letter(4)), "nobody waits any more");
    assertEquals(List.of(3, 4), List.of(read(queue), read(queue)));
  }

  @Test
  void who_gives_up_or_is_interrupted_leaves_the_line_to_the_others() throws Exception {
    MailQueue queue = queue(Mailbox.of(1).whenFull(WhenFull.BLOCK));
    queue.put(letter(1));
    assertEquals(Offer.FULL, queue.putOrWait(letter(2), () -> 0, false));
    Sending interrupted = waiting(queue, letter(3), FOREVER);
    Sending patient = waiting(queue, letter(4), FOREVER);
    interrupted.thread().interrupt();
    ExecutionException failure = assertThrows(ExecutionException.class, () -> interrupted.offer().get());
    assertTrue(failure.getCause() instanceof InterruptedException, failure.toString());
    assertEquals(List.of(1, 4), List.of(read(queue), read(queue)));
    assertEquals(Offer.TAKEN, patient.offer().get());
    assertEquals(0, read(queue));
  }

  @Test
  void a_letter_too_large_for_now_that_is_given_up_lets_a_smaller_one_in() throws Exception {
    Mailbox mailbox = Mailbox.of(9).bytes(10, command -> ((Numbered) command).number()).whenFull(WhenFull.BLOCK);
    MailQueue queue = queue(mailbox);
    assertEquals(Offer.TAKEN, queue.put(Tell.of(new Numbered(5), true)));
    Sending large = waiting(queue, Tell.of(new Numbered(9), true), FOREVER);
    Sending small = waiting(queue, Tell.of(new Numbered(4), true), FOREVER);
    large.thread().interrupt();
    assertThrows(ExecutionException.class, () -> large.offer().get());
    assertEquals(Offer.TAKEN, small.offer().get());
  }

  @Test
  void who_waits_hears_of_the_end_of_the_mailbox() throws Exception {
    MailQueue queue = queue(Mailbox.of(1).whenFull(WhenFull.BLOCK));
    queue.put(letter(1));
    List<Sending> senders = IntStream.range(2, 10).mapToObj(i -> waiting(queue, letter(i), FOREVER)).toList();
    queue.close(letter -> {
    });
    for (Sending sender : senders) {
      assertEquals(Offer.CLOSED, sender.offer().get());
    }
  }

  @Test
  void of_many_senders_and_a_fast_reader_none_is_forgotten() throws Exception {
    MailQueue queue = queue(Mailbox.of(3).whenFull(WhenFull.BLOCK));
    int senders = 100;
    int each = 100;
    ConcurrentLinkedQueue<Offer> offers = new ConcurrentLinkedQueue<>();
    List<Thread> threads = IntStream.range(0, senders).mapToObj(sender -> Thread.ofVirtual().start(() -> {
      for (int i = 0; i < each; i++) {
        offers.add(sent(queue, letter(1)));
      }
    })).toList();
    AtomicInteger sum = new AtomicInteger();
    Patience.until(() -> sum.addAndGet(read(queue)) >= senders * each);
    assertEquals(senders * each, sum.get());
    for (Thread thread : threads) {
      assertTrue(thread.join(Duration.ofSeconds(20)), "a sender waits for ever");
    }
    assertEquals(Collections.nCopies(senders * each, Offer.TAKEN), List.copyOf(offers));
  }

  private static Offer sent(MailQueue queue, Letter letter) {
    Offer offer = queue.put(letter);
    try {
      return offer == Offer.FULL ? queue.putOrWait(letter, () -> FOREVER, false) : offer;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
