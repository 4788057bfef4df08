package dev.cairn.impl.actor;

import dev.cairn.api.AlreadyDone;
import dev.cairn.api.Command;
import dev.cairn.api.Refused;
import dev.cairn.api.TypeRefused;
import dev.cairn.impl.journal.ActorTimers;
import dev.cairn.impl.mailbox.Letter;
import dev.cairn.impl.record.TimerSetting;
import dev.cairn.impl.record.UnreadableRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A durable timer that is due, on its way to its actor. The actor has its command, or knows that the timer has ended.
 */
final class Firing extends Letter {
  private final String name;
  private final long sequence;
  private final long at;
  private final Listener listener;
  private @Nullable Command<?, ?> command;

  /** Hears what becomes of it, on any thread. */
  interface Listener {
    /** The actor has put it aside; the end comes later. */
    void stashed();

    /** The timer is due later, in milliseconds since 1970: the store has lost the event of which the index knew. */
    void early(long millis);

    /** The timer has ended, or has failed to. */
    void ended(@Nullable Throwable failure);
  }

  /**
   * A timer that is taken for due.
   *
   * @param sequence the event that has set it
   * @param at the time now, in milliseconds since 1970
   */
  Firing(String name, long sequence, long at, Listener listener) {
    this.name = name;
    this.sequence = sequence;
    this.at = at;
    this.listener = listener;
  }

  /** The id of its command. */
  static String id(String name, long sequence) {
    return "timer " + name + "@" + sequence;
  }

  String name() {
    return name;
  }

  /** Whether the timer is still pending as it was set. */
  boolean isPending(ActorTimers timers) {
    return timers.isPending(name, sequence);
  }

  /** Takes the command from the actor; false if there is nothing to handle, which is told. */
  boolean prepare(ActorTimers timers, String path, String type) {
    Optional<TimerSetting> timer = timers.find(name).filter(found -> found.sequence() == sequence);
    if (timer.isEmpty()) {
      listener.ended(null);
      return false;
    }
    if (timer.get().millis() > at) {
      listener.early(timer.get().millis());
      return false;
    }
    try {
      command = (Command<?, ?>) timers.command(timer.get());
      return true;
    } catch (UnreadableRecord e) {
      listener.ended(new TypeRefused(type, "the command of the durable timer " + name + " of " + path
          + " cannot be read: " + e.rule() + ". The timer stays pending"));
      return false;
    }
  }

  void putAside() {
    listener.stashed();
  }

  @Override
  public @Nullable Command<?, ?> open() {
    return command;
  }

  @Override
  public String id() {
    return id(name, sequence);
  }

  @Override
  public boolean isTell() { return false; }

  @Override
  public boolean answer(@Nullable Object value) {
    listener.ended(null);
    return true;
  }

  @Override
  public boolean fail(RuntimeException cause) {
    boolean done = cause instanceof AlreadyDone || cause instanceof Refused;
    listener.ended(done ? null : cause);
    return true;
  }
}
