package dev.cairn.impl.actor;

import dev.cairn.api.ActorType;
import dev.cairn.api.Command;
import dev.cairn.api.DurableTimers;
import dev.cairn.api.InvalidName;
import dev.cairn.impl.journal.ActorTimers;
import dev.cairn.impl.record.TimerSetting;
import dev.cairn.impl.record.UnstorableValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a persistent actor for its author.
 *
 * @param timers those of the instance
 * @param cell the actor
 * @param staged what the current call has changed
 * @param stored what is pending
 */
record ContextDurableTimers(ContextTimers<?> timers, ActorCell<?> cell, StagedTimers staged, ActorTimers stored)
    implements DurableTimers {
  private static final int MAX_NAME_BYTES = 64;
  private static final long NANOS_OF_MILLI = 1_000_000;

  @Override
  public void durable(String name, Instant when, Command<?, ?> command) {
    check(name);
    Class<?> sent = cell.requireOwn(command).getClass();
    ActorType<?, ?, ?> type = (ActorType<?, ?, ?>) cell.definition();
    if (type.timedCommands().stream().noneMatch(each -> each.isAssignableFrom(sent))) {
      throw new IllegalArgumentException("The durable timer " + name + " of " + cell.path() + " cannot send "
          + sent.getSimpleName() + ": the actor type does not declare it. Add it to the type: .timing("
          + sent.getSimpleName() + ".class)");
    }
    try {
      staged.set(stored.make(name, millis(when), command), stored, cell.path());
    } catch (UnstorableValue e) {
      throw new IllegalArgumentException("The durable timer " + name + " of " + cell.path() + " cannot be set: of its"
          + " command " + sent.getSimpleName() + ", " + e.rule() + ".", e);
    }
  }

  /** The first millisecond that is not before a time; where that cannot be counted, the last or the first one. */
  private static long millis(Instant when) {
    try {
      return when.getNano() % NANOS_OF_MILLI == 0 ? when.toEpochMilli() : Math.addExact(when.toEpochMilli(), 1);
    } catch (ArithmeticException e) {
      return when.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  @Override
  public boolean cancelDurable(String name) {
    check(name);
    boolean pending = staged.find(name, stored).isPresent();
    if (pending) {
      staged.end(name, stored);
    }
    return pending;
  }

  @Override
  public Optional<Instant> durable(String name) {
    check(name);
    return staged.find(name, stored).map(TimerSetting::millis).map(Instant::ofEpochMilli);
  }

  private void check(@Nullable String name) {
    timers.instance().check();
    int bytes = name == null ? 0 : name.getBytes(StandardCharsets.UTF_8).length;
    if (name == null || bytes < 1 || bytes > MAX_NAME_BYTES
        || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw new InvalidName("The name of a durable timer", String.valueOf(name),
          "it must have 1 to " + MAX_NAME_BYTES + " bytes of well-formed UTF-8.");
    }
  }

  @Override
  public void once(Object key, Duration delay, Command<?, ?> command) {
    timers.once(key, delay, command);
  }

  @Override
  public void every(Object key, Duration period, Command<?, ?> command) {
    timers.every(key, period, command);
  }

  @Override
  public boolean cancel(Object key) {
    return timers.cancel(key);
  }

  @Override
  public void cancelAll() {
    timers.cancelAll();
  }

  @Override
  public boolean active(Object key) {
    return timers.active(key);
  }
}
