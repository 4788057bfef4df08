package dev.cairn.impl.codec;

import dev.cairn.api.ActorType;
import dev.cairn.api.TypeRefused;
import dev.cairn.spi.StreamKey;
import java.util.List;

/** What an actor type stores: its event and state records, and all that these can hold. Thread-safe. */
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
   * Derives the schema from the classes and what is declared about their past.
   *
   * @throws TypeRefused if one of them cannot be stored, or contradicts what is declared; it names the type, the
   *     component and the rule
   */
  public static ActorSchema of(ActorType<?, ?, ?> type) {
    return new ActorSchema(type);
  }

  /**
   * Returns the definitions to be written down before the codec can be used, with the next free ids.
   *
   * @throws TypeRefused if a class differs undeclared from the dictionary
   */
  public List<TypeDefinition> missing(TypeDictionary dictionary) {
    return new Lineages(actorType, scan, declared, dictionary).missing();
  }

  /**
   * Returns the types of events that are declared retired, and of which nobody has looked yet whether any is stored.
   *
   * @throws TypeRefused if a class differs undeclared from the dictionary
   */
  public List<TypeDefinition> retiredTypes(TypeDictionary dictionary) {
    return new Lineages(actorType, scan, declared, dictionary).retiredTypes().stream()
        .filter(type -> type.role() == Role.EVENT && !dictionary.isUnused(type)).toList();
  }

  /** Refuses the type, since an event of a retired type is stored here. */
  public TypeRefused refuseRetired(TypeDefinition retired, StreamKey stream, long sequence) {
    return scan.refuse("the event " + retired.name() + " is declared retired, and event " + sequence + " of stream "
        + stream + " is one: keep its class, or declare formerly(NOW.class, \"" + retired.name()
        + "\") for the class it is now, or an upcast");
  }

  /**
   * Returns the codec for a store with this dictionary.
   *
   * @throws IllegalStateException if a definition is missing
   * @throws TypeRefused if a class differs undeclared from the dictionary
   */
  public ActorCodec bind(TypeDictionary dictionary) {
    Lineages lineages = new Lineages(actorType, scan, declared, dictionary);
    if (!lineages.missing().isEmpty()) {
      throw new IllegalStateException("The types of " + actorType + " are not yet written down.");
    }
    return new ActorCodec(new ClassForms(scan, declared, lineages), scan);
  }
}
