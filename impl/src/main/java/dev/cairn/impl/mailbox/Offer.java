package dev.cairn.impl.mailbox;

/** What became of a letter. */
public enum Offer {
  /** It will be read, or handed out when the queue closes. */
  TAKEN,
  /** There is no place. */
  FULL,
  /** Nobody reads here any more. */
  CLOSED
}
