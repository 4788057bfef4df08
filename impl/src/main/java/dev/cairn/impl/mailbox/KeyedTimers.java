package dev.cairn.impl.mailbox;

import dev.cairn.api.Command;
import dev.cairn.api.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The timers of one actor by key. The actor's thread uses them; the ticks come from the clock's thread. */
public final class KeyedTimers {
  private final TimeSource time;
  private final Consumer<Letter> mailbox;
  private final Map<Object, Timer> timers = new HashMap<>(4);

  /** Timers whose ticks go to a mailbox. */
  public KeyedTimers(TimeSource time, Consumer<Letter> mailbox) {
    this.time = time;
    this.mailbox = mailbox;
  }

  private final class Timer {
    private final Object key;
    private final Command<?, ?> command;
    private final long period;
    private volatile long due;
    private volatile boolean cancelled;
    private volatile boolean waits;
    private volatile TimeSource.@Nullable Alarm alarm;

    Timer(Object key, Command<?, ?> command, long first, long period) {
      this.key = key;
      this.command = command;
      this.period = period;
      this.due = time.nanos() + first;
      this.alarm = time.schedule(Duration.ofNanos(first), this::tick);
    }

    private void tick() {
      if (cancelled) {
        return;
      }
      if (period > 0) {
        long now = time.nanos();
        due += period * Math.max(1, (now - due) / period + 1);
        alarm = time.schedule(Duration.ofNanos(Math.max(0, due - now)), this::tick);
      }
      if (!waits) {
        waits = true;
        mailbox.accept(new Tick(this));
      }
    }

    void cancel() {
      cancelled = true;
      TimeSource.Alarm set = alarm;
      if (set != null) {
        set.cancel();
      }
    }

    @Nullable
    Command<?, ?> arrive() {
      waits = false;
      if (cancelled) {
        return null;
      }
      if (period == 0) {
        timers.remove(key, this);
      }
      return command;
    }
  }

  private static final class Tick extends Letter {
    private final Timer timer;

    Tick(Timer timer) {
      this.timer = timer;
    }

    @Override
    public @Nullable Command<?, ?> open() {
      return timer.arrive();
    }
  }

  /** Starts a timer. With a period of 0 it ticks once. */
  public void start(Object key, Duration first, Duration period, Command<?, ?> command) {
    Objects.requireNonNull(key, "key");
    cancel(key);
    timers.put(key, new Timer(key, command, first.toNanos(), period.toNanos()));
  }

  /** Cancels a timer; false if there is none. */
  public boolean cancel(Object key) {
    Timer timer = timers.remove(key);
    if (timer != null) {
      timer.cancel();
    }
    return timer != null;
  }

  /** Cancels all timers. */
  public void cancelAll() {
    timers.values().forEach(Timer::cancel);
    timers.clear();
  }

  /** Whether there is a timer with this key. */
  public boolean isActive(Object key) {
    return timers.containsKey(key);
  }

  /** Whether there is no timer. */
  public boolean isEmpty() { return timers.isEmpty(); }
}
