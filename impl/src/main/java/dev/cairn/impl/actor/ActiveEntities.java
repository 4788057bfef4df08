package dev.cairn.impl.actor;

import dev.cairn.api.CairnListener.Passivated.Reason;
import dev.cairn.api.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The persistent actors in memory, and the bound on their number. An actor that was not used since the last look at it
 * rests first. An actor that cannot rest stands aside. It comes back into the line when it says that it can rest, or
 * when a later recovery takes it from there. So a recovery costs the same, however many actors stand aside. No signal
 * is sent under the lock.
 *
 * <pre>
 *   recovered ------------------------------------> end of the line
 *   line -----used since the last look------------> end of the line
 *   line -----not used, is asked to rest----------> leaving
 *   leaving --has letters-------------------------> end of the line
 *   leaving --cannot rest-------------------------> aside
 *   aside ----can rest, or a recovery takes it----> end of the line
 *   line, leaving, aside --its instance has ended-> not in memory
 * </pre>
 */
final class ActiveEntities {
  private static final int GRAIN = 8;

  private final TimeSource time;
  private final int most;
  private final Duration idleAfter;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<EntityCell<?, ?, ?>> line = new LinkedHashSet<>();
  private final Set<EntityCell<?, ?, ?>> leaving = new HashSet<>();
  private final Set<EntityCell<?, ?, ?>> aside = new LinkedHashSet<>();
  private final RecoveryPermits permits = new RecoveryPermits(this::hasRoomBeside);
  private boolean watched;

  ActiveEntities(TimeSource time, int most, Duration idleAfter) {
    this.time = time;
    this.most = most;
    this.idleAfter = idleAfter;
  }

  /** The permits to recover. */
  RecoveryPermits permits() {
    return permits;
  }

  int size() {
    lock.lock();
    try {
      return count();
    } finally {
      lock.unlock();
    }
  }

  private int count() {
    return line.size() + leaving.size() + aside.size();
  }

  /** Above the bound there is room only if no actor is leaving: otherwise the recovery waits until one has left. */
  private boolean hasRoomBeside(int recovering) {
    lock.lock();
    try {
      return count() + recovering < most + RecoveryPermits.MOST || leaving.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** An actor has been recovered. */
  void add(EntityCell<?, ?, ?> cell) {
    List<EntityCell<?, ?, ?>> toRest = new ArrayList<>(2);
    lock.lock();
    try {
      line.add(cell);
      makeRoom(toRest);
      watchIdle(idle(cell));
    } finally {
      lock.unlock();
    }
    toRest.forEach(each -> each.signal(new Signal.Rest(Reason.TOO_MANY_ACTIVE)));
  }

  /** An actor has left memory. */
  void remove(EntityCell<?, ?, ?> cell) {
    lock.lock();
    try {
      line.remove(cell);
      leaving.remove(cell);
      aside.remove(cell);
    } finally {
      lock.unlock();
    }
    permits.giveToWaiting();
  }

  /** An actor that was asked to rest has letters. It stays in memory. */
  void keep(EntityCell<?, ?, ?> cell) {
    keepIn(cell, line);
  }

  /** An actor that was asked to rest cannot rest. */
  void cannotRest(EntityCell<?, ?, ?> cell) {
    keepIn(cell, aside);
  }

  private void keepIn(EntityCell<?, ?, ?> cell, Set<EntityCell<?, ?, ?>> place) {
    lock.lock();
    try {
      if (leaving.remove(cell)) {
        place.add(cell);
      }
    } finally {
      lock.unlock();
    }
    permits.giveToWaiting();
  }

  /** An actor that could not rest can rest now. */
  void canRest(EntityCell<?, ?, ?> cell) {
    lock.lock();
    try {
      backIntoLine(cell);
    } finally {
      lock.unlock();
    }
  }

  private void backIntoLine(EntityCell<?, ?, ?> cell) {
    if (aside.remove(cell)) {
      line.add(cell);
    }
  }

  private void makeRoom(List<EntityCell<?, ?, ?>> toRest) {
    if (line.size() + aside.size() > most && !aside.isEmpty()) {
      backIntoLine(aside.iterator().next());
    }
    for (int tries = line.size(); line.size() + aside.size() > most && tries > 0; tries--) {
      EntityCell<?, ?, ?> oldest = line.iterator().next();
      line.remove(oldest);
      if (oldest.takeUsed()) {
        line.add(oldest);
      } else {
        leaving.add(oldest);
        toRest.add(oldest);
      }
    }
  }

  private long idle(EntityCell<?, ?, ?> cell) {
    return cell.definition().idleAfter().orElse(idleAfter).toNanos();
  }

  private void watchIdle(long nanos) {
    if (!watched) {
      watched = true;
      time.schedule(Duration.ofNanos(nanos), this::sendIdleToRest);
    }
  }

  private List<EntityCell<?, ?, ?>> allCells() {
    List<EntityCell<?, ?, ?>> all = new ArrayList<>(count());
    all.addAll(line);
    all.addAll(leaving);
    all.addAll(aside);
    return all;
  }

  private void sendIdleToRest() {
    List<EntityCell<?, ?, ?>> idle = new ArrayList<>();
    lock.lock();
    try {
      watched = false;
      long now = time.nanos();
      long next = Long.MAX_VALUE;
      long shortest = Long.MAX_VALUE;
      for (EntityCell<?, ?, ?> cell : allCells()) {
        long most = idle(cell);
        long left = most - (now - cell.lastUsed());
        shortest = Math.min(shortest, most);
        if (left <= 0) {
          idle.add(cell);
        } else {
          next = Math.min(next, left);
        }
      }
      if (shortest != Long.MAX_VALUE) {
        watchIdle(next == Long.MAX_VALUE ? shortest : Math.max(next, shortest / GRAIN));
      }
    } finally {
      lock.unlock();
    }
    idle.forEach(cell -> cell.signal(new Signal.Rest(Reason.IDLE)));
  }
}
