package dev.cairn.impl.mailbox;

import dev.cairn.api.Command;
import org.jspecify.annotations.Nullable;

/** An element of a mailbox: a command, and the asker that waits for its answer. It is in one queue at a time. */
public abstract class Letter {
  @Nullable
  Letter next;
  /** The number of letters that took room up to this one. It wraps around. */
  int number;
  private @Nullable Origin origin;

  /** The command; null for an errand that is of no use any more. Called on the actor's thread. */
  public abstract @Nullable Command<?, ?> open();

  /** The command id, or null. */
  public @Nullable String id() {
    return null;
  }

  /** Where the command comes from, if that is known. */
  public final @Nullable Origin origin() {
    return origin;
  }

  /** Says where the command comes from. Called before the letter is put into a mailbox. */
  public final void originate(@Nullable Origin from) {
    origin = from;
  }

  /** The size of the letter in a mailbox that counts bytes. */
  long bytes() {
    return 0;
  }

  /** Sets the size of the letter, if the letter keeps one. */
  void bytes(long size) {}

  /** True if an asker still waits for the answer. */
  public boolean isAwaited() { return false; }

  /** True if there is no asker: the answer is dropped. */
  public boolean isTell() { return true; }

  /** True if it came from another process: the thread that puts it in does not wait for room. */
  public boolean isCarried() {
    return false;
  }

  /** Answers; false if no asker waits any more. */
  public boolean answer(@Nullable Object value) {
    return false;
  }

  /** Fails the asker; false if no asker waits any more. */
  public boolean fail(RuntimeException cause) {
    return false;
  }
}
