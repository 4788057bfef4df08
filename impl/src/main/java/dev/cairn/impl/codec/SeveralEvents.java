package dev.cairn.impl.codec;

import java.util.List;

/**
 * What one stored event is today, if that is not exactly one event.
 *
 * @param events in the order in which they are applied
 */
public record SeveralEvents(List<Object> events) {

  /** An event of a type that is ignored. Another object without events is one that an upcast has split into none. */
  public static final SeveralEvents IGNORED = new SeveralEvents(List.of());
}
