package dev.cairn.bench;

import java.nio.file.Path;

/** A way to store events. It has closed the folder when a method returns. */
interface Subject {
  String name();

  /** Stores one event after the other for one actor. */
  Stopwatch one(Path folder, Budget budget) throws Exception;

  /** Stores one event for each of some actors, starts the clock, and stores events for random ones, many at a time. */
  Stopwatch many(Path folder, Budget budget, int actors) throws Exception;

  /** Stores all events of the budget for one actor, closes, starts the clock, and reads all events. */
  Stopwatch again(Path folder, Budget budget) throws Exception;

  /**
   * Stores {@link Workload#EVENTS_AN_ACTOR} events for each actor of the budget, {@link Workload#EVENTS_A_VISIT} at a
   * time in turns, closes, starts the clock, and reads one actor after the other.
   */
  Stopwatch eachAgain(Path folder, Budget budget) throws Exception;

  /** How many bytes it has stored. Called once, at the end. */
  default long bytes(Folder folder) throws Exception {
    return folder.bytes();
  }
}
