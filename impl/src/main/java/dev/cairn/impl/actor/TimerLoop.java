package dev.cairn.impl.actor;

import dev.cairn.api.bind.FailureText;
import dev.cairn.impl.commit.Activity;
import dev.cairn.impl.journal.TimerSource;
import dev.cairn.impl.mailbox.Letter;
import dev.cairn.impl.observe.GuardedLogger;
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
 * Waits until durable timers of one store are due, on a virtual thread of its own, and lets them go: in the order in
 * which they are due, and so many at a time. What fails goes again after a pause that grows. A timer whose actor type
 * is not in use waits for the type.
 *
 * <pre>
 *   waits in the source --due--> under way --ended--> gone
 *     ^                            | failed
 *     +----------------------------+ later
 * </pre>
 */
abstract class TimerLoop {
  private static final GuardedLogger LOG = GuardedLogger.of(TimerLoop.class);
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
  private final TimerSource source;
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

  TimerLoop(LocalActorSystem system, String store, TimerSource source) {
    this.system = system;
    this.store = store;
    this.source = source;
    this.activity = source.activity();
  }

  void start() {
    thread = Thread.ofVirtual().name("timers of " + store).start(this::run);
  }

  final LocalActorSystem system() {
    return system;
  }

  final TimerSource source() {
    return source;
  }

  /** Does something on the thread of this loop. Any thread may call. */
  final void tell(Runnable what) {
    news.add(what);
    woken = true;
    activity.wake();
  }

  /** Lets nothing go any more. */
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
        while (!source.isSaved() && System.nanoTime() - deadline < 0) {
          source.save(true);
        }
        finish();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.INFO, () -> "What is known of the durable timers of store " + store
          + " is read from its log when it is opened again: " + FailureText.of(e) + ".");
    }
  }

  /** Called last, on the thread that closes. */
  void finish() {}

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

  /** Another source of the same timers begins: what is known is not complete until it has caught up. */
  final void beginAnew() {
    caughtUp = false;
    waiting.clear();
  }

  void goOn() {
    long seen = activity.count();
    woken = false;
    if (caughtUp) {
      takeNews();
    }
    boolean more = source.goOn(() -> stopped);
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
      source.save(false);
    } catch (RuntimeException e) {
      saveAt = System.nanoTime() + TROUBLE_NANOS;
      LOG.log(System.Logger.Level.WARNING, () -> "What is known of the durable timers of store " + store
          + " could not be written down. They fire all the same; it is tried again.", e);
    }
  }

  /** The clock may jump, so it is looked at again and again. */
  private long nanosToWait() {
    DueTimers timers = source.timers();
    if (timers.next() == DueTimers.NEVER && source.isSaved()) {
      return longestWait();
    }
    long most = system.hasForeignTime() ? REST_NANOS : LOOK_NANOS;
    long left = timers.next() - now();
    return left <= 0 || left > most ? most : Math.min(most, TimeUnit.MILLISECONDS.toNanos(left));
  }

  /** How long this may wait for nothing, in nanoseconds. */
  long longestWait() {
    return Long.MAX_VALUE;
  }

  final long now() {
    return system.time().now().toEpochMilli();
  }

  /** How long after its time a timer goes, in milliseconds. Asked for where one is due. */
  long lag() {
    return 0;
  }

  private void fireDue() {
    Set<String> unknown = new HashSet<>();
    long now = now();
    now -= source.timers().next() <= now ? lag() : 0;
    DueTimer timer = underWay < MOST_UNDER_WAY ? source.timers().take(now) : null;
    while (timer != null && !stopped) {
      StreamKey actor = timer.actor(store);
      KnownType<?, ?, ?> known = system.registry().known(actor);
      if (known == null || known.type().timedCommands().isEmpty()) {
        waiting.computeIfAbsent(actor.type(), type -> new ArrayList<>())
            .add(new Waiting(timer, timer.sequence()));
        unknown.add(actor.type());
      } else {
        underWay++;
        letGo(timer, known, actor);
      }
      timer = underWay < MOST_UNDER_WAY ? source.timers().take(now) : null;
    }
    unknown.forEach(type -> system.observer().timersWaiting(store, type, waiting.get(type).size()));
  }

  private void wakeWaiting() {
    waiting.entrySet().removeIf(entry -> {
      KnownType<?, ?, ?> known = system.registry().known(new StreamKey(store, entry.getKey(), "any"));
      boolean inUse = known != null && !known.type().timedCommands().isEmpty();
      if (inUse) {
        entry.getValue().forEach(each -> source.timers().putBack(each.timer(), each.sequence()));
      }
      return inUse;
    });
  }

  /** Lets a timer go that is due; {@link #arrived} follows, and {@link #ended}, {@link #again} or {@link #failed}. */
  abstract void letGo(DueTimer timer, KnownType<?, ?, ?> known, StreamKey actor);

  /** Gives a letter to an actor of this process. */
  final void send(Letter letter, KnownType<?, ?, ?> known, StreamKey actor) {
    if (!system.registry().deliver(known, actor, cell -> letter)) {
      stopped = true; // the system is closing
    }
  }

  /** A timer is not under way any more, and makes room for another one. */
  final void arrived() {
    underWay--;
  }

  /** A timer has ended that this event has set. */
  final void ended(DueTimer timer, long sequence) {
    source.timers().end(timer, sequence);
  }

  /** A timer that this event has set goes again; after a pause that grows. */
  final Duration again(DueTimer timer, long sequence) {
    int doublings = Math.min(timer.countFailure(), MOST_DOUBLINGS);
    long pause = Math.min(FIRST_PAUSE_MILLIS << doublings, LONGEST_PAUSE_MILLIS);
    source.timers().postpone(timer, sequence, now() + pause);
    return Duration.ofMillis(pause);
  }

  /** A timer has failed that this event has set, which is told; it goes again. */
  final void failed(DueTimer timer, long sequence, StreamKey actor, Throwable failure) {
    if (!stopped) {
      system.observer().timerFailed(actor.toString(), timer.name(), failure, again(timer, sequence));
    }
  }
}
