package dev.cairn.impl.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the records of one stored version become values of today's classes.
 *
 * @param stored the version
 * @param shape of the class that its fields are read into
 * @param names the component of the class for each tag of the version; none for a tag that is passed over
 * @param absent the values of the components that the version lacks
 * @param upcasts what follows
 */
record Reading(TypeDefinition stored, RecordShape shape, Map<Integer, String> names, @Nullable Object[] absent,
    Upcasts upcasts) {

  /** The class of the values; null where they are split into several events. */
  @Nullable
  Class<?> end() {
    return upcasts.end(shape.type());
  }

  /** Whether the values can have a role. */
  boolean stands(SchemaScan scan, Role role) {
    Class<?> end = end();
    return end == null ? role == Role.EVENT : scan.stands(end, role);
  }
}
