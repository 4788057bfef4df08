package dev.cairn.impl.codec;

import dev.cairn.impl.record.Wire;

/**
 * One component of a stored type definition.
 *
 * @param tag from 1, unique within the type, kept for ever
 * @param name as in the class
 * @param kind the text of a {@link Kind}
 */
public record ComponentDefinition(int tag, String name, String kind) {

  /** Refuses a tag that no key can hold, a missing name, and a kind that does not exist. */
  public ComponentDefinition {
    if (tag < 1 || tag > Wire.MAX_TAG) {
      throw new IllegalArgumentException("A component cannot have the tag " + tag + ".");
    }
    if (name.isEmpty()) {
      throw new IllegalArgumentException("A component needs a name.");
    }
    Kind.parse(kind);
  }
}
