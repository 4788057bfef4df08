package dev.cairn.api;

import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * How many commands may wait for an actor, and what happens to one too many. Signals of the runtime (a stop, a timer's
 * tick, a terminated actor, the result of a stage) are never blocked and do not count.
 *
 * @param count how many commands may wait, from 1 to 1,000,000
 * @param bytes how many bytes they may have together; without it their size does not count
 * @param whenFull what happens to one too many
 */
public record Mailbox(int count, Optional<Bytes> bytes, WhenFull whenFull) {
  /** 10,000 commands; one more fails. */
  public static final Mailbox DEFAULT = of(10_000);

  private static final int MOST = 1_000_000;

  /** Refuses a count outside its range. */
  public Mailbox {
    Objects.requireNonNull(bytes, "bytes");
    Objects.requireNonNull(whenFull, "whenFull");
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("A mailbox takes 1 to " + MOST + " commands, not " + count + ".");
    }
  }

  /** Returns a mailbox for this number of commands; one more fails. */
  public static Mailbox of(int count) {
    return new Mailbox(count, Optional.empty(), WhenFull.FAIL);
  }

  /**
   * Returns this mailbox with a limit on the waiting bytes. A command that is larger than the limit never fits.
   *
   * @param limit from 1
   * @param size returns the bytes of a command; called once for each command on the sender's thread, fast and without
   *     side effects
   */
  public Mailbox bytes(long limit, ToLongFunction<? super Command<?, ?>> size) {
    return new Mailbox(count, Optional.of(new Bytes(limit, size)), whenFull);
  }

  /** Returns this mailbox with another rule for one command too many. */
  public Mailbox whenFull(WhenFull rule) {
    return new Mailbox(count, bytes, rule);
  }

  /** What happens to a command when the mailbox is full. */
  public enum WhenFull {
    /**
     * The sender waits for space, at most the timeout of its ref; then the command fails with {@link MailboxFull}. An
     * actor that sends to itself never waits: its command fails at once.
     */
    BLOCK,
    /** The sender gets {@link MailboxFull}. */
    FAIL,
    /**
     * A tell becomes a dead letter and the sender gets no error; an ask fails with {@link MailboxFull}.
     */
    DROP_NEWEST
  }

  /**
   * A limit in bytes.
   *
   * @param limit how many bytes may wait
   * @param size returns the bytes of a command
   */
  public record Bytes(long limit, ToLongFunction<? super Command<?, ?>> size) {
    /** Refuses a limit that is not positive. */
    public Bytes {
      Objects.requireNonNull(size, "size");
      if (limit < 1) {
        throw new IllegalArgumentException("A mailbox takes at least 1 byte, not " + limit + ".");
      }
    }
  }
}
