package dev.cairn.impl.codec;

import dev.cairn.api.TypeRefused;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The personal types of a store, as its dictionary has them: each as a type that is written down once, before the first
 * record of the type, with one component that has the identity of the personal keys as its name.
 */
public final class PersonalTypes {
  private static final String OWNER = "_personal";

  private PersonalTypes() {}

  /**
   * The definition to write down; none where there is one.
   *
   * @throws TypeRefused as {@link #requirePossible}
   */
  public static List<TypeDefinition> missing(TypeDictionary dictionary, String type, String keys) {
    requirePossible(dictionary, type);
    return of(dictionary).containsKey(type) ? List.of()
        : List.of(new TypeDefinition(dictionary.nextId(), OWNER, Role.VALUE, type, 1,
            List.of(new ComponentDefinition(1, keys, "bytes"))));
  }

  /**
   * Requires that a type is personal, or can begin to be.
   *
   * @throws TypeRefused if something of it is recorded that is not personal
   */
  public static void requirePossible(TypeDictionary dictionary, String type) {
    if (!dictionary.ofActor(type).isEmpty() && !of(dictionary).containsKey(type)) {
      throw new TypeRefused(type, "it is personal, and its store has recorded it without: what is stored already would"
          + " stay readable. Give the type another name, and import its streams there.");
    }
  }

  /** The names of the personal types, and the identity of the keys of each. */
  public static Map<String, String> of(TypeDictionary dictionary) {
    return dictionary.ofActor(OWNER).stream()
        .collect(Collectors.toMap(TypeDefinition::name, type -> type.components().getFirst().name()));
  }
}
