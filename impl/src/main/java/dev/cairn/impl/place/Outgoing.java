package dev.cairn.impl.place;

import dev.cairn.api.Command;
import dev.cairn.spi.StreamKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What goes to an actor in another process.
 *
 * @param command of an ask or a tell
 * @param trace what the tracer has returned, if it is a text; another object cannot be carried
 */
public record Outgoing(CommandLetter.Kind kind, StreamKey to, @Nullable Command<?, ?> command,
    @Nullable String commandId, @Nullable String correlationId, @Nullable String causationId, @Nullable Object trace,
    Duration within) {

  CommandLetter.Head head() {
    return new CommandLetter.Head(kind, to, commandId, correlationId, causationId,
        trace instanceof String text ? text : null);
  }
}
