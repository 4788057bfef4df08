package dev.cairn.impl.mailbox;

import dev.cairn.api.Command;
import dev.cairn.api.TimeSource;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends a command when no other has come for some time. Asked on the actor's thread, rung on the clock's. */
public final class ReceiveTimeout {
  private final TimeSource time;
  private final long nanos;
  private final Command<?, ?> command;
  private final Consumer<Letter> mailbox;
  private volatile long last;
  private volatile boolean cancelled;
  private volatile TimeSource.@Nullable Alarm alarm;

  /** Begins to listen. */
  public ReceiveTimeout(TimeSource time, Duration duration, Command<?, ?> command, Consumer<Letter> mailbox) {
    this.time = time;
    this.nanos = duration.toNanos();
    this.command = command;
    this.mailbox = mailbox;
    this.last = time.nanos();
    this.alarm = time.schedule(duration, this::ring);
  }

  /** A command has come. */
  public void heard() {
    last = time.nanos();
  }

  /** Ends it; what is on its way lapses. */
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
