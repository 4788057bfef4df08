package dev.cairn.bench;

import java.time.Duration;

/** Where one cell ends: after this time or this many events, whatever comes first. */
record Budget(Duration time, int events) {
  Budget within(Duration other) {
    return new Budget(other, events);
  }
}
