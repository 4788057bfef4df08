package dev.cairn.impl.journal;

import dev.cairn.api.EventMetadata;
import dev.cairn.impl.record.Metadata;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where events come from.
 *
 * @param commandId of the command that persists them, or null
 * @param correlationId of that command, or null
 * @param given what the actor says of them
 */
public record Cause(@Nullable String commandId, @Nullable String correlationId, EventMetadata given) {

  /** Nothing is known. */
  public static final Cause NONE = new Cause(null, null, EventMetadata.NONE);

  Metadata metadata() {
    if (correlationId == null && given.equals(EventMetadata.NONE)) {
      return commandId == null ? Metadata.NONE : Metadata.ofCommand(commandId);
    }
    return new Metadata(Optional.ofNullable(commandId), Optional.ofNullable(correlationId), given.causationId(),
        given.tags(), given.entries(), Map.of());
  }
}
