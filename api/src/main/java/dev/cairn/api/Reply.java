package dev.cairn.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of a handler: made by {@link Command#reply} or {@link Command#refuse} of its command, or by {@link
 * ActorContext#later} or {@link ActorContext#stash}.
 */
public sealed interface Reply permits Reply.Value, Reply.Refusal, Reply.Stashed, Deferred {

  /** The command that this answers. */
  Command<?, ?> to();

  /**
   * An answer.
   *
   * @param to the command
   * @param value the value for the asker
   */
  record Value(Command<?, ?> to, @Nullable Object value) implements Reply {
    /** Names the class of the command, not the value. */
    @Override
    public String toString() {
      return "the answer of a " + to.getClass().getName();
    }
  }

  /**
   * A refusal.
   *
   * @param to the command
   * @param reason the reason for the asker
   */
  record Refusal(Command<?, ?> to, Object reason) implements Reply {
    /** Refuses a null reason. */
    public Refusal {
      Objects.requireNonNull(reason, "reason");
    }

    /** Names the class of the command, not the reason. */
    @Override
    public String toString() {
      return "the refusal of a " + to.getClass().getName();
    }
  }

  /**
   * No answer yet: the command was stashed.
   *
   * @param to the command
   */
  record Stashed(Command<?, ?> to) implements Reply {
    /** Names the class of the command. */
    @Override
    public String toString() {
      return "the stash of a " + to.getClass().getName();
    }
  }
}
