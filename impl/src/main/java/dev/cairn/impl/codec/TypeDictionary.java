package dev.cairn.impl.codec;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All types that a store has recorded. Immutable; {@link #with} makes a new dictionary. */
public final class TypeDictionary {

  /** The first id of an author's type. */
  public static final int FIRST_ID = 16;

  /** The dictionary of a new store. */
  public static final TypeDictionary EMPTY = new TypeDictionary(new TreeMap<>(), Set.of());

  private final TreeMap<Integer, TypeDefinition> byId;
  private final Set<Integer> unused;

  private TypeDictionary(TreeMap<Integer, TypeDefinition> byId, Set<Integer> unused) {
    this.byId = byId;
    this.unused = unused;
  }

  /**
   * Returns a dictionary with one more definition.
   *
   * @throws IllegalArgumentException if its id is taken or reserved, or this version of the type is already there
   */
  public TypeDictionary with(TypeDefinition added) {
    if (added.id() < FIRST_ID) {
      throw new IllegalArgumentException("The type id " + added.id() + " is reserved.");
    }
    if (versions(added.actorType(), added.name()).stream().anyMatch(t -> t.version() == added.version())) {
      throw new IllegalArgumentException(
          "Version " + added.version() + " of " + added.name() + " is written down twice.");
    }
    return plus(added);
  }

  /** Returns a dictionary with one more definition, which may be built in. */
  TypeDictionary plus(TypeDefinition added) {
    TreeMap<Integer, TypeDefinition> more = new TreeMap<>(byId);
    if (more.putIfAbsent(added.id(), added) != null) {
      throw new IllegalArgumentException("The type id " + added.id() + " is taken.");
    }
    return new TypeDictionary(more, unused);
  }

  /**
   * Returns a dictionary in which a type is unused.
   *
   * @throws IllegalArgumentException if it is not defined
   */
  public TypeDictionary with(TypeUnused type) {
    if (!byId.containsKey(type.id())) {
      throw new IllegalArgumentException("The type id " + type.id() + " is not defined.");
    }
    Set<Integer> more = new TreeSet<>(unused);
    more.add(type.id());
    return new TypeDictionary(byId, more);
  }

  /** Returns whether it is known that no event of a type is stored. */
  boolean isUnused(TypeDefinition type) {
    return unused.contains(type.id());
  }

  /** Returns all types that are unused, in the order of their ids. */
  public List<TypeUnused> unusedTypes() {
    return unused.stream().map(TypeUnused::new).toList();
  }

  /** Returns the type with this id. */
  public Optional<TypeDefinition> find(int id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Returns the newest version of a type. */
  public Optional<TypeDefinition> newest(String actorType, String name) {
    return versions(actorType, name).stream().max(Comparator.comparingInt(TypeDefinition::version));
  }

  /** Returns one version of a type. */
  Optional<TypeDefinition> find(String actorType, String name, int version) {
    return versions(actorType, name).stream().filter(t -> t.version() == version).findFirst();
  }

  /** Returns all types of an actor type, in the order of their ids. */
  public List<TypeDefinition> ofActor(String actorType) {
    return byId.values().stream().filter(t -> t.actorType().equals(actorType)).toList();
  }

  /** Returns the names of the actor types that have types here, in order. */
  public List<String> actorTypes() {
    return byId.values().stream().map(TypeDefinition::actorType).distinct().sorted().toList();
  }

  /** Returns all types, in the order of their ids. */
  public List<TypeDefinition> all() {
    return List.copyOf(byId.values());
  }

  /** Returns the id that the next type gets. */
  public int nextId() {
    return byId.isEmpty() ? FIRST_ID : Math.max(FIRST_ID, Math.addExact(byId.lastKey(), 1));
  }

  private List<TypeDefinition> versions(String actorType, String name) {
    return ofActor(actorType).stream().filter(t -> t.name().equals(name)).toList();
  }
}
