package dev.cairn.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a handler returns: made by {@link Command#reply} or {@link Command#refuse} of the command it handles. */
public sealed interface Reply {

  /** The command this answers. */
  Command<?, ?> to();

  /**
   * An answer.
   *
   * @param to the command
   * @param value the value for the asker
   */
  record Value(Command<?, ?> to, @Nullable Object value) implements Reply {}

  /**
   * A no.
   *
   * @param to the command
   * @param reason the reason for the asker
   */
  record Refusal(Command<?, ?> to, Object reason) implements Reply {
    /** Refuses to refuse without a reason. */
    public Refusal {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
