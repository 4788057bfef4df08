package dev.cairn.impl.mailbox;

import dev.cairn.api.Command;
import dev.cairn.api.TimeSource;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends a command when no other command has come for some time. The clock's thread sends it. */
public final class ReceiveTimeout {
  private final TimeSource time;
  private final long nanos;
  private final Command<?, ?> command;
  private final Consumer<Letter> mailbox;
  private volatile long last;
  private volatile boolean cancelled;
  private volatile TimeSource.@Nullable Alarm alarm;

  /** Starts the time. */
  public ReceiveTimeout(TimeSource time, Duration duration, Command<?, ?> command, Consumer<Letter> mailbox) {
    this.time = time;
    this.nanos = duration.toNanos();
    this.command = command;
    this.mailbox = mailbox;
    this.last = time.nanos();
    this.alarm = time.schedule(duration, this::ring);
  }

  /** Starts the time anew: a command has come. */
  public void reset() {
    last = time.nanos();
  }

  /** Ends the timeout. A command that is in the mailbox already is not handled. */
  public void cancel() {
    cancelled = true;
    TimeSource.Alarm set = alarm;
    if (set != null) {
      set.cancel();
    }
  }

  private void ring() {
    if (cancelled) {
      return;
    }
    long left = nanos - (time.nanos() - last);
    if (left <= 0) {
      last = time.nanos();
      left = nanos;
      mailbox.accept(new Errand(() -> cancelled ? null : command));
    }
    alarm = time.schedule(Duration.ofNanos(left), this::ring);
  }
}
