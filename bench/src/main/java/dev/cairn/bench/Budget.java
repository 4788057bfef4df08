package dev.cairn.bench;

import java.time.Duration;

/** The limit of one cell: a time or a number of events, whichever comes first. */
record Budget(Duration time, int events) {
  /** How many actors share these events. */
  int actors() {
    return events / Workload.EVENTS_AN_ACTOR;
  }

  Budget within(Duration other) {
    return new Budget(other, events);
  }

  Budget upTo(int others) {
    return new Budget(time, others);
  }
}
