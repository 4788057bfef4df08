package dev.cairn.impl.actor;

import dev.cairn.api.Forgotten;
import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.commit.Activity;
import dev.cairn.impl.journal.TimerIndex;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.impl.record.TimerSetting;
import dev.cairn.impl.timer.DueTimer;
import dev.cairn.impl.timer.DueTimers;
import dev.cairn.spi.StreamKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fires the durable timers of one store, on a virtual thread of its own: in the order in which they are due, and so
 * many at a time. What fails is fired again after a pause that grows. A timer whose actor type is not in use waits for
 * the type.
 *
 * <pre>
 *   waits in the index --due--> under way --ended--> gone
 *     ^                           | failed
 *     +---------------------------+ later
 * </pre>
 */
final class TimerFiring {
  private static final GuardedLogger LOG = GuardedLogger.of(TimerFiring.class);
  private static final int MOST_UNDER_WAY = 256;
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(5);
  private static final int MOST_DOUBLINGS = 9;
  private static final long TROUBLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LocalActorSystem system;
  private final String store;
  private final TimerIndex index;
  private final Activity activity;
  private final Queue<Runnable> news = new ConcurrentLinkedQueue<>();
  private final Map<String, List<Waiting>> waiting = new HashMap<>();
  private @Nullable Thread thread;
  private int underWay;
  private boolean caughtUp;
  private long saveAt = System.nanoTime();
  private volatile boolean woken;
  private volatile boolean stopped;

  /** A timer without a type, as that event has set it. */
  private record Waiting(DueTimer timer, long sequence) {}

  TimerFiring(LocalActorSystem system, String store, TimerIndex index) {
    this.system = system;
    this.store = store;
    this.index = index;
    this.activity = index.activity();
  }

  void start() {
    thread = Thread.ofVirtual().name("timers of " + store).start(this::run);
  }

  /** Tells of the timers that a recovered actor has; the index knows most of them. Any thread may call. */
  void recovered(StreamKey actor, List<TimerSetting> timers) {
    tell(() -> timers.forEach(timer -> index.timers().set(actor.type(), actor.id(), timer.name(), timer.sequence(),
        timer.millis())));
  }

  private void tell(Runnable what) {
    news.add(what);
    woken = true;
    activity.wake();
  }

  /** Fires nothing more. */
  void stop() {
    stopped = true;
    activity.wake();
  }

  /** Called when the actors have stopped: stores what is known, unless that takes long. */
  void close() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    try {
      if (running.join(Duration.ofNanos(CLOSING_NANOS))) {
        takeNews();
        long deadline = System.nanoTime() + CLOSING_NANOS;
        while (!index.isSaved() && System.nanoTime() - deadline < 0) {
          index.save(true);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.INFO, () -> "What is known of the durable timers of store " + store
          + " is read from its log when it is opened again: " + FailureText.of(e) + ".");
    }
  }

  private void run() {
    long pause = FIRST_PAUSE_MILLIS;
    while (!stopped) {
      try {
        goOn();
        pause = FIRST_PAUSE_MILLIS;
      } catch (Throwable e) {
        long now = pause;
        LOG.log(System.Logger.Level.WARNING,
            () -> "The durable timers of store " + store + " do not go on; they try again.", e);
        activity.await(Long.MAX_VALUE - 1, TimeUnit.MILLISECONDS.toNanos(now), () -> stopped);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  private void goOn() {
    long seen = activity.count();
    woken = false;
    if (caughtUp) {
      takeNews();
    }
    boolean more = index.goOn(() -> stopped);
    caughtUp |= !more;
    if (caughtUp) {
      wakeWaiting();
      fireDue();
      save();
    }
    if (!more) {
      activity.await(Long.MAX_VALUE - 1, REST_NANOS, () -> stopped || woken);
      activity.await(seen, nanosToWait(), () -> stopped || woken);
    }
  }

  private void takeNews() {
    for (Runnable what = news.poll(); what != null; what = news.poll()) {
      what.run();
    }
  }

  private void save() {
    if (System.nanoTime() - saveAt < 0) {
      return;
    }
    try {
      index.save(false);
    } catch (RuntimeException e) {
      saveAt = System.nanoTime() + TROUBLE_NANOS;
      LOG.log(System.Logger.Level.WARNING, () -> "What is known of the durable timers of store " + store
          + " could not be written down. They fire all the same; it is tried again.", e);
    }
  }

  /** The clock may jump, so it is looked at again and again. */
  private long nanosToWait() {
    DueTimers timers = index.timers();
    if (timers.next() == DueTimers.NEVER && index.isSaved()) {
      return Long.MAX_VALUE;
    }
    long most = system.hasForeignTime() ? REST_NANOS : LOOK_NANOS;
    long left = timers.next() - now();
    return left <= 0 || left > most ? most : Math.min(most, TimeUnit.MILLISECONDS.toNanos(left));
  }

  private long now() {
    return system.time().now().toEpochMilli();
  }

  private void fireDue() {
    Set<String> unknown = new HashSet<>();
    long now = now();
    DueTimer timer = underWay < MOST_UNDER_WAY ? index.timers().take(now) : null;
    while (timer != null && !stopped) {
      StreamKey actor = timer.actor(store);
      KnownType<?, ?, ?> known = system.registry().known(actor);
      if (known == null || known.type().timedCommands().isEmpty()) {
        waiting.computeIfAbsent(actor.type(), type -> new ArrayList<>())
            .add(new Waiting(timer, timer.sequence()));
        unknown.add(actor.type());
      } else {
        fire(timer, known, actor);
      }
      timer = underWay < MOST_UNDER_WAY ? index.timers().take(now) : null;
    }
    unknown.forEach(type -> system.observer().timersWaiting(store, type, waiting.get(type).size()));
  }

  private void wakeWaiting() {
    waiting.entrySet().removeIf(entry -> {
      KnownType<?, ?, ?> known = system.registry().known(new StreamKey(store, entry.getKey(), "any"));
      boolean inUse = known != null && !known.type().timedCommands().isEmpty();
      if (inUse) {
        entry.getValue().forEach(each -> index.timers().putBack(each.timer(), each.sequence()));
      }
      return inUse;
    });
  }

  private void fire(DueTimer timer, KnownType<?, ?, ?> known, StreamKey actor) {
    long sequence = timer.sequence();
    underWay++;
    Firing letter = new Firing(timer.name(), sequence, new Firing.Listener() {
      private boolean aside; // read and written by the thread of the timers

      @Override
      public void stashed() {
        tell(() -> {
          underWay -= aside ? 0 : 1;
          aside = true;
        });
      }

      @Override
      public void ended(@Nullable Throwable failure) {
        tell(() -> {
          underWay -= aside ? 0 : 1;
          aside = true;
          settle(timer, sequence, actor, failure);
        });
      }
    });
    ActorCell<?> cell = system.registry().cell(known, actor);
    while (cell != null && !cell.send(letter)) {
      cell = system.registry().cell(known, actor);
    }
    if (cell == null) {
      stopped = true; // the system is closing
    }
  }

  private void settle(DueTimer timer, long sequence, StreamKey actor, @Nullable Throwable failure) {
    if (failure == null || failure instanceof Forgotten) {
      index.timers().end(timer, sequence);
    } else if (!stopped) {
      int doublings = Math.min(timer.countFailure(), MOST_DOUBLINGS);
      long pause = Math.min(FIRST_PAUSE_MILLIS << doublings, LONGEST_PAUSE_MILLIS);
      index.timers().postpone(timer, sequence, now() + pause);
      system.observer().timerFailed(actor.toString(), timer.name(), failure, Duration.ofMillis(pause));
    }
  }
}
