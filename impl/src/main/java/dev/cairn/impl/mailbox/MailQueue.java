package dev.cairn.impl.mailbox;

import dev.cairn.api.Command;
import dev.cairn.api.Mailbox;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Letters from many senders to one reader, in the order of each sender. While it is empty it owns a mark and no more.
 *
 * <pre>
 *   top --> newest --> ... --> oldest        senders push with one compare-and-set
 *   batch --> next to read --> ...           the reader takes all of them at once, turned around, and leaves a mark
 * </pre>
 *
 * How many wait is the newest number minus the number that was read last, so nobody counts. An errand of the
 * runtime has the number of the letter below it, and takes no place.
 */
abstract class MailQueue {
  private static final VarHandle TOP;
  private static final VarHandle READ;
  private static final Letter END = new Mark(0);

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      TOP = lookup.findVarHandle(MailQueue.class, "top", Letter.class);
      READ = lookup.findVarHandle(MailQueue.class, "read", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Letter top;
  private final @Nullable ByteBudget extent;
  private @Nullable Letter batch;
  private int read;

  /**
   * Nothing to read, up to a number. Each is another object, so that a sender that was held up does not take one
   * emptiness for another, and count from a number that is long past.
   */
  private static final class Mark extends Letter {
    Mark(int number) {
      this.number = number;
    }

    @Override
    public @Nullable Command<?, ?> open() {
      return null;
    }
  }

  /** A queue that counts letters, and bytes where the mailbox says so; senders wait where it says that they do. */
  MailQueue(Mailbox mailbox) {
    boolean plain = mailbox.bytes().isEmpty() && mailbox.whenFull() != Mailbox.WhenFull.BLOCK;
    extent = plain ? null : new ByteBudget(this::place);
  }

  /** The bounds of this queue. */
  protected abstract Mailbox mailbox();

  /** Puts a letter of a sender in, if there is a place and nobody waits for one. */
  Offer put(Letter letter) {
    ByteBudget extended = extent;
    if (extended == null) {
      return push(letter, mailbox().count());
    }
    measure(letter);
    if (extended.isCrowded() && !isClosed()) {
      return Offer.FULL;
    }
    Offer offer = place(letter);
    if (offer == Offer.FULL) {
      extended.serveSenders(); // this letter may have stood in the way of another one for a moment
    }
    return offer;
  }

  private void measure(Letter letter) {
    if (letter.bytes() == 0) {
      mailbox().bytes()
          .ifPresent(bytes -> letter.bytes(Math.max(0, bytes.size().applyAsLong(letter.open()))));
    }
  }

  private Offer place(Letter letter) {
    Mailbox mailbox = mailbox();
    ByteBudget extended = extent;
    if (extended == null || mailbox.bytes().isEmpty()) {
      return push(letter, mailbox.count());
    }
    if (!extended.reserve(letter.bytes(), mailbox.bytes().get().limit())) {
      return Offer.FULL;
    }
    Offer offer = push(letter, mailbox.count());
    if (offer != Offer.TAKEN) {
      extended.release(letter.bytes());
    }
    return offer;
  }

  /**
   * Waits for a place, behind those who wait already, until it has one, the queue closes, or the time is over, which
   * leaves it {@link Offer#FULL}.
   *
   * @param glances whether the time may go on by itself, so that it has to be looked at
   */
  Offer putOrWait(Letter letter, LongSupplier nanosLeft, boolean glances) throws InterruptedException {
    measure(letter);
    return Objects.requireNonNull(extent, "a mailbox in which senders wait")
        .await(letter, nanosLeft, glances);
  }

  /** Puts an errand of the runtime in; false if the queue is closed. */
  boolean putErrand(Letter errand) {
    return push(errand, Integer.MAX_VALUE) == Offer.TAKEN;
  }

  private Offer push(Letter letter, int limit) {
    while (true) {
      Letter below = top;
      if (below == END) {
        return Offer.CLOSED;
      }
      int before = below == null ? 0 : below.number;
      if (limit != Integer.MAX_VALUE && before - (int) READ.getOpaque(this) >= limit) {
        return Offer.FULL;
      }
      letter.number = limit == Integer.MAX_VALUE ? before : before + 1;
      letter.next = below instanceof Mark ? null : below;
      if (TOP.compareAndSet(this, below, letter)) {
        return Offer.TAKEN;
      }
    }
  }

  /** True if there is nothing to read. For the reader. */
  protected final boolean isEmpty() {
    return batch == null && nothing(top);
  }

  private static boolean nothing(@Nullable Letter newest) {
    return newest == null || newest instanceof Mark;
  }

  /** Takes the next letter, or null. For the reader. */
  final @Nullable Letter next() {
    if (batch == null) {
      batch = takeAll();
    }
    Letter letter = batch;
    if (letter != null) {
      batch = letter.next;
      letter.next = null;
      READ.setRelease(this, letter.number);
      ByteBudget extended = extent;
      if (extended != null) {
        extended.release(letter.bytes());
        extended.serveSenders();
      }
    }
    return letter;
  }

  private @Nullable Letter takeAll() {
    Letter newest = top;
    while (newest != null && !(newest instanceof Mark)) {
      if (TOP.compareAndSet(this, newest, new Mark(newest.number))) {
        return reverse(newest);
      }
      newest = top;
    }
    return null;
  }

  /** Puts letters that were read before back to the front, in the order given. For the reader. */
  protected final void putBack(Iterable<Letter> letters) {
    Letter last = null;
    Letter rest = batch;
    for (Letter letter : letters) {
      letter.number = read;
      letter.bytes(0);
      if (last == null) {
        batch = letter;
      } else {
        last.next = letter;
      }
      last = letter;
    }
    if (last != null) {
      last.next = rest;
    }
  }

  /** Closes the queue if nothing is in it. For the reader. */
  protected final boolean closeIfEmpty() {
    Letter newest = top;
    boolean closed = batch == null && nothing(newest) && (newest == END || TOP.compareAndSet(this, newest, END));
    if (closed) {
      sendAway();
    }
    return closed;
  }

  private void sendAway() {
    ByteBudget extended = extent;
    if (extended != null) {
      extended.serveSenders();
    }
  }

  /** Closes the queue and hands out what was in it. For the reader. */
  protected final void close(Consumer<Letter> left) {
    Letter waiting = batch;
    batch = null;
    each(waiting, left);
    Letter newest = (Letter) TOP.getAndSet(this, END);
    if (newest != null && !(newest instanceof Mark)) {
      each(reverse(newest), left);
    }
    sendAway();
  }

  /** True once nothing can be put in any more. */
  public final boolean isClosed() { return top == END; }

  private static void each(@Nullable Letter first, Consumer<Letter> consumer) {
    for (Letter letter = first; letter != null;) {
      Letter after = letter.next;
      letter.next = null;
      consumer.accept(letter);
      letter = after;
    }
  }

  private static @Nullable Letter reverse(@Nullable Letter newest) {
    Letter turned = null;
    for (Letter letter = newest; letter != null;) {
      Letter below = letter.next;
      letter.next = turned;
      turned = letter;
      letter = below;
    }
    return turned;
  }
}
