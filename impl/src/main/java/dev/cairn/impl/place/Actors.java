package dev.cairn.impl.place;

import dev.cairn.api.Command;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The actors of this process, as letters from other processes reach them. Any thread may call; no method waits. */
public interface Actors {
  /**
   * Gives a command to its actor.
   *
   * @param command of an ask or a tell; null of a spawn or a wake
   * @return ends with the answer, with a {@code CairnException}, or with {@link Elsewhere}; of a tell with null as soon
   *     as it is delivered
   */
  CompletionStage<@Nullable Object> deliver(CommandLetter letter, @Nullable Command<?, ?> command);

  /** Lets the actors and readers of a slice handle what they have, and rest; ends when none is left in memory. */
  CompletionStage<@Nullable Void> release(int slice);

  /** A mark of this moment for {@link #isUndisturbedSince}. */
  long mark();

  /** Whether this process was in touch with the others since a mark: it has not stood still, and nobody is in doubt. */
  boolean isUndisturbedSince(long mark);

  /** As {@code Placement.Receiver.doubt}. */
  void doubt(boolean unsure);

  /** As {@code Placement.Receiver.lost}. */
  void lost(String reason);
}
