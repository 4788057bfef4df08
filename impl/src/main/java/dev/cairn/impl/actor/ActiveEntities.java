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
 * The persistent actors in memory, and how many may be. Those that were not used since they were looked at last rest
 * first. An actor that cannot rest stands aside until it says that it can, or one of the next recoveries brings it back
 * into the line; so one recovery costs the same, however many stand aside. Signals are sent under no lock.
 *
 * <pre>
 *   line --not used since, asked to rest--> leaving --> gone
 *                                           leaving --has letters--> end of the line
 *                                           leaving --cannot rest--> aside --can rest, or its turn--> end of the line
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

  /** The rights to recover one more. */
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

  /** Above the bound there is room only if nobody is about to leave: who waits for a leaver is not kept waiting. */
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

  /** An actor that was to leave has letters first. */
  void stays(EntityCell<?, ?, ?> cell) {
    doesNotLeave(cell, line);
  }

  /** An actor that was to leave cannot rest. */
  void cannotRest(EntityCell<?, ?, ?> cell) {
    doesNotLeave(cell, aside);
  }

  private void doesNotLeave(EntityCell<?, ?, ?> cell, Set<EntityCell<?, ?, ?>> place) {
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

  /** An actor that could not rest now can. */
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

  private List<EntityCell<?, ?, ?>> all() {
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
      for (EntityCell<?, ?, ?> cell : all()) {
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
