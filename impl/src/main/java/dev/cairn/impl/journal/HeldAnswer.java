package dev.cairn.impl.journal;

import dev.cairn.api.PersistException;

/** An answer of a pipelined actor that waits until what its handler has seen and stored is durable. */
public interface HeldAnswer {
  /** Lets the answer leave. */
  void leave();

  /** Fails the asker instead. */
  void fail(PersistException why);
}
