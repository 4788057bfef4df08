package dev.cairn.cluster.pekko;

import org.apache.pekko.actor.typed.ActorRef;

/** What is sent to the entity of a slice. */
sealed interface SliceMessage {

  /** A letter, and who waits for the answer. */
  record Deliver(byte[] letter, ActorRef<Answer> replyTo) implements SliceMessage {}

  /** The slice moves, or this process leaves. */
  enum Release implements SliceMessage {
    RELEASE
  }

  /** What runs in the slice has ended. Never leaves the process. */
  enum Released implements SliceMessage {
    RELEASED
  }

  /** What comes back. */
  sealed interface Answer {

    /** The answer of the receiver. */
    record Bytes(byte[] bytes) implements Answer {}

    /** A receiver has the letter, and there is no answer. */
    record Failed(String why) implements Answer {}

    /** No receiver has got the letter, nor will: it met a slice that was moving. */
    enum Undelivered implements Answer {
      UNDELIVERED
    }
  }
}
