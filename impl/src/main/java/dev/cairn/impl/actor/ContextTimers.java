package dev.cairn.impl.actor;

import dev.cairn.api.Command;
import dev.cairn.api.Timers;
import dev.cairn.api.bind.Durations;
import dev.cairn.impl.mailbox.KeyedTimers;
import java.time.Duration;

/** The timers of an actor for its author: only on the actor's thread, and only with commands of the actor. */
record ContextTimers<C extends Command<?, ?>>(HandlerContext<C> instance) implements Timers {
  @Override
  public void once(Object key, Duration delay, Command<?, ?> command) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("A delay is zero or more, not " + delay + ".");
    }
    timers().start(key, Durations.bounded(delay), Duration.ZERO, instance.cell().requireOwn(command));
  }

  @Override
  public void every(Object key, Duration period, Command<?, ?> command) {
    if (!period.isPositive()) {
      throw new IllegalArgumentException("A period is positive, not " + period + ".");
    }
    Duration bounded = Durations.bounded(period);
    timers().start(key, bounded, bounded, instance.cell().requireOwn(command));
  }

  @Override
  public boolean cancel(Object key) {
    return timers().cancel(key);
  }

  @Override
  public void cancelAll() {
    timers().cancelAll();
  }

  @Override
  public boolean active(Object key) {
    return timers().isActive(key);
  }

  private KeyedTimers timers() {
    instance.check();
    ActorCell<C> cell = instance.cell();
    Belongings belongings = cell.belongings();
    KeyedTimers timers = belongings.timers;
    if (timers == null) {
      timers = new KeyedTimers(cell.system().time(), cell::send);
      belongings.timers = timers;
    }
    return timers;
  }
}
