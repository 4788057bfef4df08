package dev.cairn.impl.codec;

import dev.cairn.api.Evolution.Upcast;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the records of one stored version become values of today's classes.
 *
 * @param stored the version
 * @param shape of the class that its fields are read into
 * @param names the component of the class for each tag of the version; none for a tag that is passed over
 * @param absent the values of the components that the version lacks
 * @param steps the upcasts that follow, in order
 */
record Reading(TypeDefinition stored, RecordShape shape, Map<Integer, String> names, @Nullable Object[] absent,
    List<Upcast<?, ?>> steps) {

  Class<?> end() {
    return steps.isEmpty() ? shape.type() : steps.getLast().to();
  }
}
