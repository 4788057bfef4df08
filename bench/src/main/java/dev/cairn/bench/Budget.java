package dev.cairn.bench;

import java.time.Duration;

/** Where one cell ends: after this time or this many events, whatever comes first. */
record Budget(Duration time, int events) {
  /** How many actors have these events, where each has its share. */
  int actors() {
    return events / Workload.EVENTS_AN_ACTOR;
  }

  Budget within(Duration other) {
    return new Budget(other, events);
  }
}
