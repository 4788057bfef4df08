package dev.cairn.impl.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * What letters hold under one name: a record, or the answer to one command, or a refusal.
 *
 * @param name in the dictionary
 * @param components in their order
 */
record LetterShape(String name, Role role, List<Part> components) {
  /** The one component of a value that stands in no record. */
  static final String LONE = "value";

  /** One component. */
  record Part(String name, Kind kind, Slot.Absence absence) {}

  static LetterShape of(RecordShape shape) {
    return new LetterShape(shape.name(), shape.role(), shape.components().stream()
        .map(each -> new Part(each.name(), each.kind(), each.absence())).toList());
  }

  /** A value that stands in no record; {@code Void} is never there. */
  static LetterShape ofLone(String name, String place, Type type, SchemaScan scan) {
    if (type == Void.class) {
      return new LetterShape(name, Role.ANSWER, List.of());
    }
    Kind kind = scan.kind(place, type);
    boolean optional = type instanceof ParameterizedType of && of.getRawType() == Optional.class;
    return new LetterShape(name, Role.ANSWER,
        List.of(new Part(LONE, kind, optional ? Slot.Absence.EMPTY : Slot.Absence.NULL)));
  }

  /** The definition of this shape, given the versions of the records in it. */
  TypeDefinition define(int id, String actorType, int version, ToIntFunction<String> versions) {
    List<ComponentDefinition> defined = new ArrayList<>();
    for (Part part : components) {
      defined.add(new ComponentDefinition(defined.size() + 1, part.name(), part.kind().at(versions).text()));
    }
    return new TypeDefinition(id, actorType, role, name, version, defined);
  }
}
