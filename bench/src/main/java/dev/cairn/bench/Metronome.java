package dev.cairn.bench;

import dev.cairn.api.Actor;
import dev.cairn.api.ActorContext;
import dev.cairn.api.Command;
import dev.cairn.api.PlainType;
import dev.cairn.api.Reply;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Measures the intervals between ticks. */
final class Metronome implements Actor<Metronome.Tick> {
  record Tick() implements Command<Tick, Boolean> {}

  private final Duration period;
  private final long[] intervals;
  private final Semaphore ticked;
  private int ticks;
  private long last;

  private Metronome(Duration period, long[] intervals, Semaphore ticked) {
    this.period = period;
    this.intervals = intervals;
    this.ticked = ticked;
  }

  static PlainType<Tick> type(Duration period, long[] intervals, Semaphore ticked) {
    return PlainType.of("metronome", () -> new Metronome(period, intervals, ticked));
  }

  @Override
  public void started(ActorContext ctx) {
    last = System.nanoTime();
    ctx.timers().every("tick", period, new Tick());
  }

  @Override
  public Reply handle(Tick tick, ActorContext ctx) {
    long now = System.nanoTime();
    if (ticks < intervals.length) {
      intervals[ticks++] = now - last;
      ticked.release();
    }
    last = now;
    return tick.reply(true);
  }
}
