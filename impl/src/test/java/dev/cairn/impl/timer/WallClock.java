package dev.cairn.impl.timer;

import dev.cairn.api.TimeSource;
import dev.cairn.impl.time.MachineTime;
import java.time.Duration;
import java.time.Instant;

/** A time of day that a test puts forward and back, as people do; all else is the machine's time. */
final class WallClock implements TimeSource, AutoCloseable {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final MachineTime machine = new MachineTime();
  private volatile Instant now = NOON;

  void set(Instant time) {
    now = time;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanos() {
    return machine.nanos();
  }

  @Override
  public Alarm schedule(Duration delay, Runnable task) {
    return machine.schedule(delay, task);
  }

  @Override
  public void close() {
    machine.close();
  }
}
