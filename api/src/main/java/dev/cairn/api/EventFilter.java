package dev.cairn.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The events of a log that a reader wants. The store applies it where it reads: the reader's handler gets no other
 * event, and an event of another type or slice is not even opened.
 *
 * <pre>{@code
 * EventFilter.ALL.types("account").tags("cash").slice(0, 4)
 * }</pre>
 *
 * An event passes if its actor is of one of the types, if it has one of the tags, and if its actor is in the slice. A
 * withdrawal passes by type and slice, whatever the tags of the withdrawn events were.
 *
 * @param types the names of actor or stream types; empty for every type
 * @param tags the tags; empty for every event, with or without tags
 * @param slice the number of the slice, from 0
 * @param slices into how many slices the actors are divided; 1 for no division
 */
public record EventFilter(Set<String> types, Set<String> tags, int slice, int slices) {

  /** Every event. */
  public static final EventFilter ALL = new EventFilter(Set.of(), Set.of(), 0, 1);

  /** Copies the sets; refuses a slice that does not exist. */
  public EventFilter {
    types = Set.copyOf(types);
    tags = Set.copyOf(tags);
    if (slice < 0 || slice >= slices) {
      throw new IllegalArgumentException("There is no slice " + slice + " of " + slices + ".");
    }
  }

  /** Returns this filter for the actors and streams of these types. */
  public EventFilter types(String... names) {
    return new EventFilter(Set.of(names), tags, slice, slices);
  }

  /** Returns this filter for events with at least one of these tags. */
  public EventFilter tags(String... words) {
    return new EventFilter(types, Set.of(words), slice, slices);
  }

  /** Returns this filter for one slice of the actors. */
  public EventFilter slice(int number, int of) {
    return new EventFilter(types, tags, number, of);
  }

  /** Returns whether events of this actor or stream may pass. */
  public boolean passes(String type, String id) {
    return (types.isEmpty() || types.contains(type)) && (slices == 1 || sliceOf(type, id, slices) == slice);
  }

  /** Returns whether an event with these tags passes, if its actor does. */
  public boolean passes(List<String> given) {
    return tags.isEmpty() || given.stream().anyMatch(tags::contains);
  }

  /**
   * Returns the slice of an actor: the CRC-32C of its type, a zero byte and its id in UTF-8, modulo the number of
   * slices. The same in every version and on every machine.
   */
  public static int sliceOf(String type, String id, int slices) {
    Objects.requireNonNull(type, "type");
    CRC32C sum = new CRC32C();
    sum.update(type.getBytes(StandardCharsets.UTF_8));
    sum.update(0);
    sum.update(id.getBytes(StandardCharsets.UTF_8));
    return (int) (sum.getValue() % slices);
  }
}
