package dev.cairn.impl.actor;

import dev.cairn.api.CairnListener.Passivated.Reason;
import dev.cairn.api.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which persistent actors are in memory, how many may be, and how many may recover at once. Those that were not used
 * since they were looked at last have to rest first. Who cannot rest stands aside until it says that it can, or one of
 * the next recoveries brings it back into the line; so one recovery costs the same, however many stand aside. Signals
 * are sent under no lock.
 *
 * <pre>
 *   line --not used since, asked to rest--> leaving --> gone
 *                                           leaving --has letters--> the end of the line
 *                                           leaving --cannot rest--> aside --can rest, or its turn--> the end of the line
 * </pre>
 */
final class Residence {
  private static final int MOST_RECOVERING = 32;
  private static final int GRAIN = 8;

  private final TimeSource time;
  private final int most;
  private final Duration idleAfter;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<EntityCell<?, ?, ?>> line = new LinkedHashSet<>();
  private final Set<EntityCell<?, ?, ?>> leaving = new HashSet<>();
  private final Set<EntityCell<?, ?, ?>> aside = new LinkedHashSet<>();
  private final Queue<EntityCell<?, ?, ?>> waiting = new ArrayDeque<>();
  private int recovering;
  private boolean watched;

  Residence(TimeSource time, int most, Duration idleAfter) {
    this.time = time;
    this.most = most;
    this.idleAfter = idleAfter;
  }

  int size() {
    lock.lock();
    try {
      return residents();
    } finally {
      lock.unlock();
    }
  }

  private int residents() {
    return line.size() + leaving.size() + aside.size();
  }

  /** True if the cell may recover now; otherwise it will get a signal. */
  boolean admit(EntityCell<?, ?, ?> cell) {
    lock.lock();
    try {
      if (hasRoom()) {
        recovering++;
        return true;
      }
      waiting.add(cell);
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Above the bound there is room only if nobody is about to leave: who waits for a leaver is not kept waiting. */
  private boolean hasRoom() {
    return recovering < MOST_RECOVERING
        && (residents() + recovering < most + MOST_RECOVERING || leaving.isEmpty());
  }

  /** A recovery that was admitted has ended. */
  void recovered(EntityCell<?, ?, ?> cell, boolean resident) {
    List<Runnable> signals = new ArrayList<>(2);
    lock.lock();
    try {
      recovering--;
      if (resident) {
        line.add(cell);
        makeRoom(signals);
        watchIdle(idle(cell));
      }
      admitNext(signals);
    } finally {
      lock.unlock();
    }
    signals.forEach(Runnable::run);
  }

  /** An admission that is not needed any more. */
  void giveBack() {
    List<Runnable> signals = new ArrayList<>(2);
    lock.lock();
    try {
      recovering--;
      admitNext(signals);
    } finally {
      lock.unlock();
    }
    signals.forEach(Runnable::run);
  }

  /** A resident is gone. */
  void left(EntityCell<?, ?, ?> cell) {
    List<Runnable> signals = new ArrayList<>(2);
    lock.lock();
    try {
      line.remove(cell);
      leaving.remove(cell);
      aside.remove(cell);
      admitNext(signals);
    } finally {
      lock.unlock();
    }
    signals.forEach(Runnable::run);
  }

  /** A resident that was to leave has letters first. */
  void stays(EntityCell<?, ?, ?> cell) {
    doesNotLeave(cell, line);
  }

  /** A resident that was to leave cannot rest. */
  void cannotRest(EntityCell<?, ?, ?> cell) {
    doesNotLeave(cell, aside);
  }

  private void doesNotLeave(EntityCell<?, ?, ?> cell, Set<EntityCell<?, ?, ?>> place) {
    List<Runnable> signals = new ArrayList<>(2);
    lock.lock();
    try {
      if (leaving.remove(cell)) {
        place.add(cell);
      }
      admitNext(signals);
    } finally {
      lock.unlock();
    }
    signals.forEach(Runnable::run);
  }

  /** A resident that could not rest now can. */
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

  private void makeRoom(List<Runnable> signals) {
    if (line.size() + aside.size() > most && !aside.isEmpty()) {
      backIntoLine(aside.iterator().next());
    }
    for (int tries = line.size(); line.size() + aside.size() > most && tries > 0; tries--) {
      EntityCell<?, ?, ?> oldest = line.iterator().next();
      line.remove(oldest);
      if (oldest.usedSince()) {
        line.add(oldest);
      } else {
        leaving.add(oldest);
        signals.add(() -> oldest.signal(new Signal.Rest(Reason.TOO_MANY_ACTIVE)));
      }
    }
  }

  private void admitNext(List<Runnable> signals) {
    while (!waiting.isEmpty() && hasRoom()) {
      EntityCell<?, ?, ?> next = waiting.remove();
      recovering++;
      signals.add(() -> {
        if (!next.signal(new Signal.Admitted())) {
          giveBack();
        }
      });
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
    List<EntityCell<?, ?, ?>> all = new ArrayList<>(residents());
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
