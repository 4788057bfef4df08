package dev.cairn.testkit;

/** What a system asks of its backend, as far as it can be made to fail. */
public enum Call {
  /** Opening the location, at first and after a failure. */
  OPEN,
  /** A list of commits with something of an actor in it. What many actors persist at one moment is one list. */
  COMMIT,
  /** Announcing that an actor's stream is about to be written. */
  CLAIM,
  /** Reading an actor's stream, or the list of streams, or the log of all events. */
  READ,
  /** Anything that concerns only what the runtime writes for itself, such as the shape of a new type of event. */
  BOOKKEEPING,
  /** Closing the backend, at the end and after a failure. */
  CLOSE
}
