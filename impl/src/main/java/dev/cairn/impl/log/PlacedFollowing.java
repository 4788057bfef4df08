package dev.cairn.impl.log;

import dev.cairn.api.EventHandler;
import dev.cairn.api.EventLog;
import dev.cairn.api.LogOffset;
import dev.cairn.impl.observe.GuardedLogger;
import dev.cairn.impl.place.Placed;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A reader that several processes follow: it runs in the one that has its slice, and in no other. Every process asks
 * for the slice from time to time, so that some process has it. Any thread may call.
 */
final class PlacedFollowing implements EventLog.Following, Placed.Guest {
  private static final GuardedLogger LOG = GuardedLogger.of(PlacedFollowing.class);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final StoreLog log;
  private final Placed placed;
  private final String reader;
  private final EventLog.Start start;
  private final EventHandler handler;
  private final Thread looks;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Follower running;
  private volatile boolean closed;

  PlacedFollowing(StoreLog log, Placed placed, String reader, EventLog.Start start, EventHandler handler) {
    this.log = log;
    this.placed = placed;
    this.reader = reader;
    this.start = start;
    this.handler = handler;
    this.looks = Thread.ofVirtual().name("reader " + reader + " asks for its slice").unstarted(this::look);
  }

  void open() {
    placed.add(this);
    looks.start();
  }

  private void look() {
    while (!closed) {
      lookOnce();
      LockSupport.parkNanos(this, LOOK_NANOS);
    }
  }

  private void lookOnce() {
    try {
      placed.wake(this, log.store().name(), reader);
      if (placed.isHere(slice())) {
        runHere();
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, () -> "The reader " + reader + " of store " + log.store().name()
          + " could not ask for its slice; it asks again.", e);
    }
  }

  @Override
  public int slice() {
    return placed.sliceOfReader(log.store().name(), reader);
  }

  @Override
  public void begin() {
    Thread.ofVirtual().name("reader " + reader + " begins").start(this::runHere);
  }

  private void runHere() {
    lock.lock();
    try {
      Follower before = running;
      if (!closed && (before == null || before.hasEnded()) && placed.isHere(slice())) {
        running = log.followHere(reader, start, handler);
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, () -> "The reader " + reader + " of store " + log.store().name()
          + " could not begin here; it tries again.", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CompletionStage<@Nullable Void> end() {
    CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    Thread.ofVirtual().name("reader " + reader + " ends").start(() -> {
      endHere();
      ended.complete(null);
    });
    return ended;
  }

  private void endHere() {
    lock.lock();
    try {
      Follower under = running;
      running = null;
      if (under != null) {
        under.close();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isRunning() { return !closed; }

  /** Begins nowhere any more: the system closes. */
  void stop() {
    closed = true;
    LockSupport.unpark(looks);
    placed.remove(this);
  }

  @Override
  public String reader() {
    return reader;
  }

  @Override
  public LogOffset offset() {
    Follower here = running;
    return here != null ? here.offset() : log.storedOffset(reader);
  }

  @Override
  public Optional<Throwable> trouble() {
    Follower here = running;
    return here == null ? Optional.empty() : here.trouble();
  }

  @Override
  public void close() {
    stop();
    endHere();
    log.remove(this);
  }
}
