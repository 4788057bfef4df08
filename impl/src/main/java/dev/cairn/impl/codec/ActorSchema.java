package dev.cairn.impl.codec;

import dev.cairn.api.ActorType;
import dev.cairn.api.TypeRefused;
import dev.cairn.spi.StreamKey;
import java.util.List;

/** The stored types of an actor type: its events and states, and every type in them. Thread-safe. */
public final class ActorSchema {
  private final String actorType;
  private final SchemaScan scan;
  private final Declared declared;

  private ActorSchema(ActorType<?, ?, ?> type) {
    this.actorType = type.name();
    this.scan = new SchemaScan(type);
    this.declared = new Declared(scan, type.evolution());
  }

  /**
   * Derives the schema from the classes and the declared evolution.
   *
   * @throws TypeRefused if a class cannot be stored, or contradicts the evolution; it names the type, the component and
   *     the rule
   */
  public static ActorSchema of(ActorType<?, ?, ?> type) {
    return new ActorSchema(type);
  }

  /**
   * Returns the definitions that must be stored before the codec can be used, with the next free ids.
   *
   * @throws TypeRefused if a class differs from the dictionary without a declaration
   */
  public List<TypeDefinition> missing(TypeDictionary dictionary) {
    return new Lineages(actorType, scan, declared, dictionary).missing();
  }

  /**
   * Returns the event types that are declared retired, and that were not yet searched for stored events.
   *
   * @throws TypeRefused if a class differs from the dictionary without a declaration
   */
  public List<TypeDefinition> retiredTypes(TypeDictionary dictionary) {
    return new Lineages(actorType, scan, declared, dictionary).retiredTypes().stream()
        .filter(type -> type.role() == Role.EVENT && !dictionary.isUnused(type)).toList();
  }

  /** The names of the event types that are passed over although the dictionary has them. */
  public List<String> ignoredTypes(TypeDictionary dictionary) {
    return new Lineages(actorType, scan, declared, dictionary).ignoredTypes().stream()
        .filter(type -> type.role() == Role.EVENT).map(TypeDefinition::name).distinct().toList();
  }

  /** Refuses the actor type, because an event of a retired type is stored. */
  public TypeRefused refuseRetired(TypeDefinition retired, StreamKey stream, long sequence) {
    return scan.refuse("the event " + retired.name() + " is declared retired, and event " + sequence + " of stream "
        + stream + " is one: keep its class, or declare formerly(NOW.class, \"" + retired.name()
        + "\") for the class it is now, or an upcast, or ignored(\"" + retired.name()
        + "\") to give up its stored events");
  }

  /**
   * Returns the codec for a store with this dictionary.
   *
   * @throws IllegalStateException if a definition is missing
   * @throws TypeRefused if a class differs from the dictionary without a declaration
   */
  public ActorCodec bind(TypeDictionary dictionary) {
    Lineages lineages = new Lineages(actorType, scan, declared, dictionary);
    if (!lineages.missing().isEmpty()) {
      throw new IllegalStateException("The types of " + actorType + " are not yet written down.");
    }
    return new ActorCodec(new ClassForms(scan, declared, lineages), scan);
  }
}
