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
 * Letters from many senders to one reader, in the order of each sender. An empty queue owns a mark and nothing more.
 *
 * <pre>
 *   top --> newest --> ... --> oldest        a sender pushes a letter with one compare-and-set
 *   batch (a mark) --> next to read --> ...  the reader takes all letters at once and reverses them
 *
 *   top is           what happens                                            top becomes
 *   null (new)       a sender puts a letter                                  LETTERS
 *                    the reader closes                                       END
 *   LETTERS          a sender puts a letter                                  LETTERS, one more
 *                    the reader has read its batch, and takes all of them    MARK
 *                    the reader closes, and hands out batch and letters      END
 *   MARK (empty)     a sender puts a letter                                  LETTERS
 *                    the reader closes                                       END
 *   END (closed)     a sender puts a letter: CLOSED                          END
 * </pre>
 *
 * {@link #closeIfEmpty} closes only where the batch is empty and no letter is on top. The number of letters that wait
 * is the number of the newest letter minus the number of the last letter that was read, so no counter is needed. An
 * errand of the runtime has the number of the letter below it, and takes no room.
 *
 * <p>What the reader writes for each letter stands in its mark, and a sender looks there only when the queue seems to
 * be full. Otherwise each letter would move a line of memory from one processor to the other and back.
 */
abstract class MailQueue {
  private static final VarHandle TOP;
  private static final VarHandle READ;
  private static final Letter END = new Mark(0, 0);

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      TOP = lookup.findVarHandle(MailQueue.class, "top", Letter.class);
      READ = lookup.findVarHandle(Mark.class, "read", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Letter top;
  private final @Nullable ByteBudget budget;
  private volatile @Nullable Mark batch;
  private int seen;

  /**
   * The top of an empty queue: the number of the last letter. It is also the head of the batch that was taken with it,
   * and {@code read} is the number of the last letter that was read. Each mark is a new object. Otherwise a slow sender
   * could take a later mark for an earlier one, and count from an old number.
   */
  private static final class Mark extends Letter {
    private int read;

    Mark(int number, int read) {
      this.number = number;
      this.read = read;
    }

    @Override
    public @Nullable Command<?, ?> open() {
      return null;
    }
  }

  /** A queue that counts letters. It counts bytes too, and lets senders wait, if the mailbox says so. */
  MailQueue(Mailbox mailbox) {
    boolean plain = mailbox.bytes().isEmpty() && mailbox.whenFull() != Mailbox.WhenFull.BLOCK;
    budget = plain ? null : new ByteBudget(this::place);
  }

  /** The bounds of this queue. */
  protected abstract Mailbox mailbox();

  /** Puts a letter of a sender in if there is room and no other sender waits for room. */
  Offer put(Letter letter) {
    ByteBudget bounded = budget;
    if (bounded == null) {
      return push(letter, mailbox().count());
    }
    measure(letter);
    if (bounded.isCrowded() && !isClosed()) {
      return Offer.FULL;
    }
    Offer offer = place(letter);
    if (offer == Offer.FULL) {
      bounded.serveSenders(); // for a moment this letter may have taken the room of a sender that waits
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
    ByteBudget bounded = budget;
    if (bounded == null || mailbox.bytes().isEmpty()) {
      return push(letter, mailbox.count());
    }
    if (!bounded.reserve(letter.bytes(), mailbox.bytes().get().limit())) {
      return Offer.FULL;
    }
    Offer offer = push(letter, mailbox.count());
    if (offer != Offer.TAKEN) {
      bounded.release(letter.bytes());
    }
    return offer;
  }

  /**
   * Waits for room behind the senders that wait already. {@link Offer#FULL} tells that the time was over before.
   *
   * @param polls whether the time is not the machine's time, so that this thread has to poll it
   */
  Offer putOrWait(Letter letter, LongSupplier nanosLeft, boolean polls) throws InterruptedException {
    measure(letter);
    return Objects.requireNonNull(budget, "a mailbox in which senders wait")
        .await(letter, nanosLeft, polls);
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
      if (limit != Integer.MAX_VALUE && isFull(before, limit)) {
        return Offer.FULL;
      }
      letter.number = limit == Integer.MAX_VALUE ? before : before + 1;
      letter.next = below instanceof Mark ? null : below;
      if (TOP.compareAndSet(this, below, letter)) {
        return Offer.TAKEN;
      }
    }
  }

  /**
   * An old number makes the queue look fuller than it is, so the newest one is looked up before a letter is refused.
   */
  private boolean isFull(int newest, int limit) {
    if (Integer.compareUnsigned(newest - seen, limit) < 0) {
      return false;
    }
    int read = read();
    seen = read;
    return newest - read >= limit;
  }

  private int read() {
    Mark current = batch;
    return current == null ? 0 : (int) READ.getOpaque(current);
  }

  /** True if there is nothing to read. For the reader. */
  protected final boolean isEmpty() {
    return isRead(batch) && nothing(top);
  }

  private static boolean isRead(@Nullable Mark taken) {
    return taken == null || taken.next == null;
  }

  private static boolean nothing(@Nullable Letter newest) {
    return newest == null || newest instanceof Mark;
  }

  /** Takes the next letter; null if there is none. For the reader. */
  final @Nullable Letter next() {
    Mark taken = batch;
    if (isRead(taken)) {
      taken = takeAll(taken);
    }
    if (taken == null) {
      return null;
    }
    Letter letter = Objects.requireNonNull(taken.next);
    taken.next = letter.next;
    letter.next = null;
    READ.setRelease(taken, letter.number);
    ByteBudget bounded = budget;
    if (bounded != null) {
      bounded.release(letter.bytes());
      bounded.serveSenders();
    }
    return letter;
  }

  private @Nullable Mark takeAll(@Nullable Mark before) {
    int read = before == null ? 0 : before.read;
    Letter newest = top;
    while (newest != null && !(newest instanceof Mark)) {
      Mark mark = new Mark(newest.number, read);
      if (TOP.compareAndSet(this, newest, mark)) {
        mark.next = reverse(newest);
        batch = mark;
        return mark;
      }
      newest = top;
    }
    return null;
  }

  /** Puts letters back to the front, in the given order. For the reader. */
  protected final void putBack(Iterable<Letter> letters) {
    Mark taken = batch;
    if (taken == null) {
      taken = new Mark(0, 0);
      batch = taken;
    }
    Letter rest = taken.next;
    Letter last = taken;
    for (Letter letter : letters) {
      letter.number = taken.read;
      letter.bytes(0);
      last.next = letter;
      last = letter;
    }
    last.next = rest;
  }

  /** Closes the queue if it is empty; false if it is not. For the reader. */
  protected final boolean closeIfEmpty() {
    Letter newest = top;
    boolean closed = isRead(batch) && nothing(newest) && (newest == END || TOP.compareAndSet(this, newest, END));
    if (closed) {
      serveSenders();
    }
    return closed;
  }

  private void serveSenders() {
    ByteBudget bounded = budget;
    if (bounded != null) {
      bounded.serveSenders();
    }
  }

  /** Closes the queue and hands out its letters. For the reader. */
  protected final void close(Consumer<Letter> left) {
    Mark taken = batch;
    if (taken != null) {
      Letter waiting = taken.next;
      taken.next = null;
      each(waiting, left);
    }
    Letter newest = (Letter) TOP.getAndSet(this, END);
    if (newest != null && !(newest instanceof Mark)) {
      each(reverse(newest), left);
    }
    serveSenders();
  }

  /** How many letters wait that take room. Any thread may call. */
  public final int depth() {
    Letter newest = top;
    return newest == null || newest == END ? 0 : Math.max(0, newest.number - read());
  }

  /** True if the queue takes no letters any more. */
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
