package dev.cairn.api;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What an actor says of the events it persists, beside the events: stored with each of them and shown to readers, never
 * to the actor itself. It counts into the size of the event's record.
 *
 * <pre>{@code
 * ctx.persist(new Deposited(100), EventMetadata.tagged("cash").with("branch", "Bern"));
 * }</pre>
 *
 * @param tags words to find the events by, each once
 * @param entries names and values
 * @param causationId what led to the events, where that is not the command's id
 */
public record EventMetadata(List<String> tags, Map<String, String> entries, Optional<String> causationId) {

  /** Says nothing. */
  public static final EventMetadata NONE = new EventMetadata(List.of(), Map.of(), Optional.empty());

  /** Refuses missing parts; a tag that is given twice counts once. */
  public EventMetadata {
    tags = List.copyOf(new LinkedHashSet<>(tags));
    entries = Map.copyOf(entries);
    Objects.requireNonNull(causationId, "causationId");
  }

  /** Says tags. */
  public static EventMetadata tagged(String... tags) {
    return new EventMetadata(List.of(tags), Map.of(), Optional.empty());
  }

  /** Returns this and one entry more, in place of one of the same name. */
  public EventMetadata with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(entries);
    more.put(name, value);
    return new EventMetadata(tags, more, causationId);
  }

  /** Returns this with another cause: the id of an event, a request or whatever led to the events. */
  public EventMetadata causedBy(String id) {
    return new EventMetadata(tags, entries, Optional.of(id));
  }
}
