package dev.cairn.impl.actor;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Envelopes for one actor, first in, first out. The count decides who runs the actor: whoever raises it from zero
 * starts a thread, and that thread goes on until it has brought the count back to zero. So an idle actor has no
 * thread, a busy one has exactly one, and one message happens before the next.
 *
 * @param <C> the commands of the actor
 */
final class Mailbox<C> {
  static final int LIMIT = 10_000;

  private final Queue<Envelope<C>> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  boolean full() {
    return count.get() >= LIMIT;
  }

  /** Adds one; true if the caller must now start the actor. */
  boolean add(Envelope<C> envelope) {
    queue.add(envelope);
    return count.getAndIncrement() == 0;
  }

  /** Takes the next one. Called only by the thread that runs the actor, which knows that there is one. */
  Envelope<C> next() {
    return Objects.requireNonNull(queue.poll());
  }

  /** Counts the one taken as done; true if there is another. */
  boolean doneOne() {
    return count.decrementAndGet() > 0;
  }
}
