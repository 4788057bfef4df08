package dev.cairn.api;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Metadata of persisted events: stored with each event and shown to readers, never to the actor itself. It counts
 * towards the size of the event's record.
 *
 * <pre>{@code
 * ctx.persist(new Deposited(100), EventMetadata.tagged("cash").with("branch", "Bern"));
 * }</pre>
 *
 * @param tags words by which to find the events, each once
 * @param entries names and values
 * @param causationId the cause of the events, if it is not the command's id
 */
public record EventMetadata(List<String> tags, Map<String, String> entries, Optional<String> causationId) {

  /** No metadata. */
  public static final EventMetadata NONE = new EventMetadata(List.of(), Map.of(), Optional.empty());

  /** Refuses null; removes repeated tags. */
  public EventMetadata {
    tags = List.copyOf(tags.size() < 2 ? tags : new LinkedHashSet<>(tags));
    entries = Map.copyOf(entries);
    Objects.requireNonNull(causationId, "causationId");
  }

  /** Returns metadata with these tags. */
  public static EventMetadata tagged(String... tags) {
    return new EventMetadata(List.of(tags), Map.of(), Optional.empty());
  }

  /** Returns this metadata with one more entry, which replaces an entry of the same name. */
  public EventMetadata with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(entries);
    more.put(name, value);
    return new EventMetadata(tags, more, causationId);
  }

  /** Returns this metadata with another cause: the id of an event, of a request, or of another cause. */
  public EventMetadata causedBy(String id) {
    return new EventMetadata(tags, entries, Optional.of(id));
  }
}
