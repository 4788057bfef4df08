package dev.cairn.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An event to append to a stream, with what its record says beside the value. All of it is shown to readers of the log
 * and in the tools, and counts towards the size of the record.
 *
 * @param value the event
 * @param metadata its tags, entries and cause
 * @param commandId the id of the command that caused it
 * @param correlationId the correlation id of that command
 * @param time when it happened, in milliseconds; where it is empty, the time of the append. For imports: an event keeps
 *     its time
 */
public record NewEvent<E>(E value, EventMetadata metadata, Optional<String> commandId, Optional<String> correlationId,
    Optional<Instant> time) {

  /** Refuses null. */
  public NewEvent {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(commandId, "commandId");
    Objects.requireNonNull(correlationId, "correlationId");
    Objects.requireNonNull(time, "time");
  }

  /** Returns an event without anything beside it. */
  public static <E> NewEvent<E> of(E value) {
    return new NewEvent<>(value, EventMetadata.NONE, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Returns a list of events without anything beside them. */
  @SafeVarargs
  public static <E> List<NewEvent<E>> all(E... values) {
    List<NewEvent<E>> all = new ArrayList<>(values.length);
    for (E value : values) {
      all.add(of(value));
    }
    return List.copyOf(all);
  }

  /** Returns this event with other metadata. */
  public NewEvent<E> with(EventMetadata other) {
    return new NewEvent<>(value, other, commandId, correlationId, time);
  }

  /** Returns this event with a command id, which makes a repeat of its append harmless. */
  public NewEvent<E> commandId(String id) {
    return new NewEvent<>(value, metadata, Optional.of(id), correlationId, time);
  }

  /** Returns this event with a correlation id. */
  public NewEvent<E> correlationId(String id) {
    return new NewEvent<>(value, metadata, commandId, Optional.of(id), time);
  }

  /** Returns this event with the time when it happened. */
  public NewEvent<E> at(Instant happened) {
    return new NewEvent<>(value, metadata, commandId, correlationId, Optional.of(happened));
  }
}
