package dev.cairn.testkit;

import dev.cairn.api.Command;
import dev.cairn.api.Timers;
import java.time.Duration;

/** Timers that accept every call and never tick. */
final class StoppedTimers implements Timers {

  @Override
  public void once(Object key, Duration delay, Command<?, ?> command) {}

  @Override
  public void every(Object key, Duration period, Command<?, ?> command) {}

  @Override
  public boolean cancel(Object key) {
    return false;
  }

  @Override
  public void cancelAll() {}

  @Override
  public boolean active(Object key) {
    return false;
  }
}
