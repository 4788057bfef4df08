package dev.cairn.impl.journal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The threads of the actors that apply an event. Any thread may call. */
final class Appliers {
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

  void add() {
    threads.add(Thread.currentThread());
  }

  void forget() {
    threads.clear();
  }

  /** How many have come as far as they come without an answer of the store: they wait for it, or for room. */
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
