package dev.cairn.impl.actor;

import dev.cairn.api.AskTimeout;
import dev.cairn.impl.commit.Activity;
import dev.cairn.impl.journal.TimerIndex;
import dev.cairn.impl.timer.DueTimer;
import dev.cairn.spi.StreamKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the actors of one store whose durable timers are due, where several processes write, while this process keeps
 * the index. Who fires the timers is the process where the actor is then. With a placement the actor is woken there,
 * and without one here: after a while, in which the process that has the actor fires the timer itself. Where the timer
 * has not ended after that, the actor is woken again, after a pause that grows.
 */
final class TimerWaking extends TimerLoop {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LAG_MILLIS = 5_000;

  private final TimerIndex index;
  private final Activity idle = new Activity();
  private volatile boolean over;
  private volatile boolean wakes;

  TimerWaking(LocalActorSystem system, String store, TimerIndex index) {
    super(system, store, index);
    this.index = index;
  }

  /** A type with timers is in use. */
  void wakes() {
    wakes = true;
  }

  @Override
  void goOn() {
    if (index.hold(wakes)) {
      super.goOn();
    } else {
      beginAnew();
      idle.await(Long.MAX_VALUE - 1, LOOK_NANOS, () -> over);
    }
  }

  @Override
  void stop() {
    over = true;
    idle.wake();
    super.stop();
  }

  @Override
  void finish() {
    index.give();
  }

  @Override
  long longestWait() {
    return LOOK_NANOS;
  }

  @Override
  long lag() {
    return system().placed() != null || index.isAlone() ? 0 : LAG_MILLIS;
  }

  @Override
  void letGo(DueTimer timer, KnownType<?, ?, ?> known, StreamKey actor) {
    long sequence = timer.sequence();
    Way way = Way.to(system(), known, actor);
    boolean looks = way == null || timer.failures() > 0;
    Thread.ofVirtual().name("cairn-wake").start(() -> {
      boolean woken = false;
      Throwable failure = null;
      try {
        woken = !looks || index.isPending(actor, timer.name(), sequence);
        if (woken) {
          wake(known, actor, way, Firing.id(timer.name(), sequence));
        }
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      settle(timer, sequence, actor, woken, failure);
    });
  }

  private void settle(DueTimer timer, long sequence, StreamKey actor, boolean woken, @Nullable Throwable failure) {
    tell(() -> {
      arrived();
      if (failure != null) {
        failed(timer, sequence, actor, failure);
      } else if (woken) {
        again(timer, sequence); // until its end is in the log, or is seen at the next look
      } else {
        ended(timer, sequence);
      }
    });
  }

  private void wake(KnownType<?, ?, ?> known, StreamKey actor, @Nullable Way way, String timer) {
    Duration within = system().askTimeout();
    if (way != null && !way.isHere()) {
      way.await(way.wake(timer, within));
      return;
    }
    CompletableFuture<@Nullable Object> done = new CompletableFuture<>();
    if (!Wake.send(system(), known, actor, timer, done)) {
      return; // the system is closing
    }
    try {
      done.get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AskTimeout(actor.toString(), within);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
