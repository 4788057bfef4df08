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
 * The bytes that wait in a mailbox, and the senders that wait for room, in their order. A thread that makes room puts
 * in the letter of the first sender in the line, and wakes only senders whose letter is in. A new sender does not pass
 * a sender that waits.
 *
 * <pre>
 *   sender: joins the line, then looks for room        reader: makes room, then looks at the line
 * </pre>
 *
 * Both have a fence between their two steps, so at least one of them sees the other.
 */
final class ByteBudget {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

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

  /** @param attempt puts a letter in if there is room */
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

  /** Whether a sender waits. */
  boolean isCrowded() { return crowded; }

  /** Call it when there is more room, or when the queue has closed. */
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
   * Waits in the line until the letter is in, the mailbox closes or the time is over.
   *
   * @param polls whether the time is not the machine's time, so that this thread has to poll it
   */
  Offer await(Letter letter, LongSupplier nanosLeft, boolean polls) throws InterruptedException {
    Sender sender = new Sender(letter);
    lock.lockInterruptibly();
    try {
      line.add(sender);
      crowded = true;
    } finally {
      lock.unlock();
    }
    serveSenders(); // the reader may have made room just before this sender joined the line
    while (sender.outcome == null) {
      long left = nanosLeft.getAsLong();
      if (left <= 0) {
        return outcomeOrLeave(sender);
      }
      LockSupport.parkNanos(this, polls ? Math.min(left, POLL_NANOS) : left);
      if (Thread.interrupted()) {
        return leaveInterrupted(sender);
      }
    }
    return outcomeOrLeave(sender);
  }

  private Offer leaveInterrupted(Sender sender) throws InterruptedException {
    Offer offer = outcomeOrLeave(sender);
    if (offer == Offer.FULL) {
      throw new InterruptedException();
    }
    Thread.currentThread().interrupt();
    return offer;
  }

  private Offer outcomeOrLeave(Sender sender) {
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
    serveSenders(); // the smaller letter of a later sender may fit
    return known == null ? Offer.FULL : known;
  }
}
