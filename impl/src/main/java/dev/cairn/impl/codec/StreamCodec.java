package dev.cairn.impl.codec;

import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.UnstorableValue;

/** Encodes the events and states of one type of streams as fields of one store. Thread-safe. */
public sealed interface StreamCodec permits ActorCodec, BytesCodec {

  /**
   * Returns the type id that goes into the header of the value's record.
   *
   * @param role of the value: an event or a state
   * @throws UnstorableValue if the type has no such values
   */
  int typeId(Role role, Object value);

  /**
   * Appends the fields of the value.
   *
   * @throws UnstorableValue with the rule that the value breaks; the output is then of no use
   */
  void write(Object value, FieldOutput out);
}
