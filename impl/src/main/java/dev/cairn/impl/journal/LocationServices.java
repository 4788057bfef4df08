package dev.cairn.impl.journal;

import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.observe.StoreObserver;
import java.time.InstantSource;

/**
 * What all stores of an open location use.
 *
 * @param committer the way to the backend
 * @param clock tells the time of records
 * @param observer hears what is written and read
 * @param checksStates whether a state is compared with its digest after each command
 * @param writers those of the streams that are written without an actor
 */
record LocationServices(Committer committer, InstantSource clock, StoreObserver observer, boolean checksStates,
    StreamWriters writers) {

  /** The time that stands in a record, in milliseconds since 1970. */
  long now() {
    return clock.millis();
  }
}
