package dev.cairn.impl.codec;

import dev.cairn.api.ActorType;
import dev.cairn.api.TypeRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an actor type stores: its event and state records, and all that these can hold. Thread-safe. */
public final class ActorSchema {
  private final String actorType;
  private final SchemaScan scan;

  private ActorSchema(String actorType, SchemaScan scan) {
    this.actorType = actorType;
    this.scan = scan;
  }

  /**
   * Derives the schema from the classes.
   *
   * @throws TypeRefused if one of them cannot be stored; it names the type, the component and the rule
   */
  public static ActorSchema of(ActorType<?, ?, ?> type) {
    return new ActorSchema(type.name(), new SchemaScan(type));
  }

  /**
   * Returns the definitions to be written down before the codec can be used, with the next free ids.
   *
   * @throws TypeRefused if a class differs from its newest version in the dictionary
   */
  public List<TypeDefinition> missing(TypeDictionary dictionary) {
    List<TypeDefinition> missing = new ArrayList<>();
    List<String> changes = new ArrayList<>();
    int id = dictionary.nextId();
    for (RecordShape shape : scan.records.values()) {
      Optional<TypeDefinition> stored = dictionary.newest(actorType, shape.name());
      if (stored.isEmpty()) {
        missing.add(shape.define(id++, actorType));
      } else {
        ShapeChange change = ShapeChange.between(stored.get(), shape);
        if (!change.isEmpty()) {
          changes.add(change.toString());
        }
      }
    }
    if (!changes.isEmpty()) {
      throw scan.refuse("its records are not as the store has written them down: " + String.join("; ", changes)
          + ". A stored type keeps its components; give the new shape another name");
    }
    return missing;
  }

  /**
   * Returns the codec for a store with this dictionary.
   *
   * @throws IllegalStateException if a definition is missing
   * @throws TypeRefused if a class differs from its newest version in the dictionary
   */
  public ActorCodec bind(TypeDictionary dictionary) {
    if (!missing(dictionary).isEmpty()) {
      throw new IllegalStateException("The types of " + actorType + " are not yet written down.");
    }
    return new ActorCodec(new ClassVocabulary(actorType, scan, dictionary));
  }
}
