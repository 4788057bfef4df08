package dev.cairn.impl.mailbox;

import dev.cairn.api.Command;
import org.jspecify.annotations.Nullable;

/** What stands in a mailbox: a command and whoever waits for its answer. Linked into one queue at a time. */
public abstract class Letter {
  @Nullable
  Letter next;
  /** Its place: the number of letters that took a place before it, and itself. Wraps around. */
  int number;
  private @Nullable String correlationId;

  /** The command; null for an errand that lapsed. Called on the actor's thread. */
  public abstract @Nullable Command<?, ?> open();

  /** The command id, or null. */
  public @Nullable String id() {
    return null;
  }

  /** What the command belongs to, or null. */
  public final @Nullable String correlationId() {
    return correlationId;
  }

  /** Says what the command belongs to. Called before it is put into a mailbox. */
  public final void correlate(@Nullable String to) {
    correlationId = to;
  }

  /** What it takes of a mailbox that counts bytes. */
  long bytes() {
    return 0;
  }

  /** Keeps what {@link #bytes} is to tell. */
  void bytes(long size) {}

  /** True if somebody asked, and still waits for the answer. */
  public boolean isAwaited() { return false; }

  /** True if nobody ever asked: an answer is dropped, a failure is heard by nobody. */
  public boolean isTell() {
    return true;
  }

  /** Answers; false if nobody hears it. */
  public boolean answer(@Nullable Object value) {
    return false;
  }

  /** Fails; false if nobody hears it. */
  public boolean fail(RuntimeException cause) {
    return false;
  }
}
