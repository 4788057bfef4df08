package dev.cairn.impl.codec;

import java.util.List;

/**
 * The number of slices of a location, as the dictionary of its main store has it: as the version of a type without
 * components, which is written down once.
 */
public final class SliceCount {
  private static final String OWNER = "_placement";
  private static final String NAME = "slices";

  private SliceCount() {}

  /** The definition to write down; none where there is one. */
  public static List<TypeDefinition> missing(TypeDictionary dictionary, int wanted) {
    return dictionary.newest(OWNER, NAME).isPresent() ? List.of()
        : List.of(new TypeDefinition(dictionary.nextId(), OWNER, Role.VALUE, NAME, wanted, List.of()));
  }

  /** The number that is written down. */
  public static int of(TypeDictionary dictionary) {
    return dictionary.newest(OWNER, NAME).orElseThrow().version();
  }
}
