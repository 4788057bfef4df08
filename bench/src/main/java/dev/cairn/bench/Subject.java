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
}
