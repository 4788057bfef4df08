package dev.cairn.impl.mailbox;

/** The result of putting a letter into a queue. */
public enum Offer {
  /** The letter will be read, or handed out when the queue closes. */
  TAKEN,
  /** There is no room. */
  FULL,
  /** The queue takes no letters any more. */
  CLOSED
}
