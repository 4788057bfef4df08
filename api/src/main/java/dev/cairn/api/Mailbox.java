package dev.cairn.api;

import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * How many commands may wait for an actor, and what becomes of one too many. Commands that the runtime itself brings
 * (stop, a timer's tick, a terminated actor, the result of a stage) never wait for a place and take none.
 *
 * @param count how many commands may wait, from 1 to 1,000,000
 * @param bytes how many bytes they may have together; without it their size is not looked at
 * @param whenFull what becomes of one too many
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

  /** A mailbox of so many commands, in which one more fails. */
  public static Mailbox of(int count) {
    return new Mailbox(count, Optional.empty(), WhenFull.FAIL);
  }

  /**
   * Returns this mailbox with a bound on the bytes that wait. A command that is larger than the bound by itself never
   * fits.
   *
   * @param limit from 1
   * @param size tells the bytes of a command; called on the sender's thread, once for each, fast and without effect
   */
  public Mailbox bytes(long limit, ToLongFunction<? super Command<?, ?>> size) {
    return new Mailbox(count, Optional.of(new Bytes(limit, size)), whenFull);
  }

  /** Returns this mailbox with another rule for a command too many. */
  public Mailbox whenFull(WhenFull rule) {
    return new Mailbox(count, bytes, rule);
  }

  /** What becomes of a command for which there is no place. */
  public enum WhenFull {
    /**
     * The sender waits for a place, as long as its ref waits for an answer; then the command has failed with {@link
     * MailboxFull}. An actor that sends to itself never waits, it fails at once.
     */
    BLOCK,
    /** The sender gets {@link MailboxFull}. */
    FAIL,
    /**
     * What is told becomes a dead letter and the sender hears nothing; what is asked fails with {@link MailboxFull}.
     */
    DROP_NEWEST
  }

  /**
   * A bound in bytes.
   *
   * @param limit how many bytes may wait
   * @param size tells the bytes of a command
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
