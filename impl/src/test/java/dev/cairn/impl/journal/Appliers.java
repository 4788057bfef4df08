package dev.cairn.impl.journal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The threads of the actors that apply an event; those that recover one are others. Any thread may call. */
final class Appliers {
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

  void add() {
    if (Thread.currentThread().isVirtual()) {
      threads.add(Thread.currentThread());
    }
  }

  void forget() {
    threads.clear();
  }

  /** How many have applied an event and handed it in: the threads of pipelined actors go on, and end. */
  int goneOn() {
    return (int) threads.stream().filter(thread -> waits(thread) || !thread.isAlive()).count();
  }

  /** How many wait: for an answer of the store, for room in its queue, or for a moment to be let in. */
  int waiting() {
    return (int) threads.stream().filter(Appliers::waits).count();
  }

  private static boolean waits(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING -> true;
      default -> false;
    };
  }
}
