package dev.cairn.impl.mailbox;

import java.lang.invoke.VarHandle;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that wait in a mailbox, and the senders that wait for a place, in their order. Who makes a place puts in
 * the letter of the one that waits longest, and wakes nobody else; a new sender does not pass those that wait.
 *
 * <pre>
 *   sender: stands in the line, then looks for a place        reader: makes a place, then looks at the line
 * </pre>
 *
 * Between the two steps of each is a fence, so one of them sees the other.
 */
final class ByteBudget {
  private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Function<Letter, Offer> attempt;
  private final AtomicLong bytes = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Sender> line = new LinkedHashSet<>();
  private volatile boolean crowded;

  private static final class Sender {
    private final Letter letter;
    private final Thread thread = Thread.currentThread();
    private volatile @Nullable Offer outcome;

    Sender(Letter letter) {
      this.letter = letter;
    }
  }

  /** @param attempt puts a letter in, if there is a place */
  ByteBudget(Function<Letter, Offer> attempt) {
    this.attempt = attempt;
  }

  boolean reserve(long size, long limit) {
    long before = bytes.get();
    while (before + size <= limit) {
      if (bytes.compareAndSet(before, before + size)) {
        return true;
      }
      before = bytes.get();
    }
    return false;
  }

  void release(long size) {
    if (size > 0) {
      bytes.addAndGet(-size);
    }
  }

  /** Whether senders wait. */
  boolean isCrowded() { return crowded; }

  /** Called after a place was made, or none will be any more. */
  void serveSenders() {
    VarHandle.fullFence();
    if (crowded) {
      serve();
    }
  }

  private void serve() {
    lock.lock();
    try {
      Iterator<Sender> inOrder = line.iterator();
      while (inOrder.hasNext()) {
        Sender first = inOrder.next();
        Offer offer = attempt.apply(first.letter);
        if (offer == Offer.FULL) {
          return;
        }
        inOrder.remove();
        first.outcome = offer;
        LockSupport.unpark(first.thread);
      }
      crowded = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Stands in the line until the letter is in, the mailbox closes or the time is over.
   *
   * @param glances whether the time may go on by itself, so that it has to be looked at
   */
  Offer await(Letter letter, LongSupplier nanosLeft, boolean glances) throws InterruptedException {
    Sender sender = new Sender(letter);
    lock.lockInterruptibly();
    try {
      line.add(sender);
      crowded = true;
    } finally {
      lock.unlock();
    }
    serveSenders(); // perhaps before this one stood in the line
    while (sender.outcome == null) {
      long left = nanosLeft.getAsLong();
      if (left <= 0) {
        return outcomeOrGo(sender);
      }
      LockSupport.parkNanos(this, glances ? Math.min(left, GLANCE_NANOS) : left);
      if (Thread.interrupted()) {
        return leaveInterrupted(sender);
      }
    }
    return outcomeOrGo(sender);
  }

  private Offer leaveInterrupted(Sender sender) throws InterruptedException {
    Offer offer = outcomeOrGo(sender);
    if (offer == Offer.FULL) {
      throw new InterruptedException();
    }
    Thread.currentThread().interrupt();
    return offer;
  }

  private Offer outcomeOrGo(Sender sender) {
    Offer known = sender.outcome;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      line.remove(sender);
      crowded = !line.isEmpty();
      known = sender.outcome;
    } finally {
      lock.unlock();
    }
    serveSenders(); // a smaller letter behind it may fit
    return known == null ? Offer.FULL : known;
  }
}
