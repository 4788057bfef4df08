package dev.cairn.testkit;

/** The kinds of calls from a system to its backend that a test can let fail. */
public enum Call {
  /** Opening the location, at the start and after a failure. */
  OPEN,
  /** Storing a batch that contains a commit of an actor. Commits of many actors at one moment are one batch. */
  COMMIT,
  /** Claiming an actor's stream before the first write. */
  CLAIM,
  /** Reading an actor's stream, or the list of streams, or the log of all events. */
  READ,
  /** Every call for the runtime's own streams, such as the type dictionary. */
  BOOKKEEPING,
  /** Closing the backend, at the end and after a failure. */
  CLOSE
}
