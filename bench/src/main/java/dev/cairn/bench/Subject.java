package dev.cairn.bench;

import java.nio.file.Path;

/** Something that stores events, and is done with its folder when a method returns. */
interface Subject {
  String name();

  /** Stores one event after the other for one actor. */
  Stopwatch one(Path folder, Budget budget) throws Exception;

  /** Stores one event for each of {@link Workload#ACTORS} actors, starts the clock, and goes on at random. */
  Stopwatch many(Path folder, Budget budget) throws Exception;

  /** Stores as many events as the budget has for one actor, ends, starts the clock, and reads them all again. */
  Stopwatch again(Path folder, Budget budget) throws Exception;

  /**
   * Stores {@link Workload#EVENTS_AN_ACTOR} events for each of as many actors as the budget has events for, going round
   * with {@link Workload#EVENTS_A_VISIT} at a time, ends, starts the clock, and reads one actor after the other again.
   */
  Stopwatch eachAgain(Path folder, Budget budget) throws Exception;
}
