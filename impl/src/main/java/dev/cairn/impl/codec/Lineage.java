package dev.cairn.impl.codec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** One class, its versions in a store, and the definition of its present shape. */
final class Lineage {
  private final RecordShape shape;
  private final List<RecordShape> formerShapes;
  private final Declared declared;
  private final KindFit fit;
  private final TreeMap<Integer, TypeDefinition> stored = new TreeMap<>();
  private final Map<String, Integer> tags = new HashMap<>();
  private int version = 1;

  Lineage(RecordShape shape, List<RecordShape> formerShapes, Declared declared, KindFit fit) {
    this.shape = shape;
    this.formerShapes = formerShapes;
    this.declared = declared;
    this.fit = fit;
  }

  /** Adds a version of the store. Complains if it is there already: two types side by side are not one. */
  void add(TypeDefinition definition, List<String> complaints) {
    TypeDefinition other = stored.putIfAbsent(definition.version(), definition);
    if (other != null) {
      complaints.add("the store has " + definition.name() + " beside " + other.name() + ", and both are to be "
          + shape.name() + ": declare an upcast from a record that is formerly \"" + definition.name() + "\"");
    }
  }

  /** Gives each component its tag, and complains about undeclared changes. */
  void succeed(TypeDictionary dictionary, String actorType, List<String> complaints) {
    int free = 1 + stored.values().stream().mapToInt(TypeDefinition::lastTag).max().orElse(0);
    if (!stored.isEmpty() && former(newest()) == null) {
      tags.putAll(new Succession(newest(), shape, declared, fit, complaints).tags(free));
    } else {
      shape.components().forEach(component -> tags.put(component.name(), free + tags.size()));
    }
    version = stored.isEmpty() ? nextVersion(dictionary, actorType) : newest().version();
  }

  /** The next version of the name, which an event and a state may have had in turn. */
  private int nextVersion(TypeDictionary dictionary, String actorType) {
    return 1 + dictionary.newest(actorType, shape.name()).map(TypeDefinition::version).orElse(0);
  }

  int version() {
    return version;
  }

  /**
   * Takes the next version if the newest one differs from the class, given the versions of the others, or is unused.
   * Returns whether it did.
   */
  boolean advance(ToIntFunction<String> versions, TypeDictionary dictionary) {
    if (stored.isEmpty() || version > newest().version() || !dictionary.isUnused(newest())
        && define(newest().id(), newest().actorType(), versions).equals(newest())) {
      return false;
    }
    version = Math.max(newest().version() + 1, nextVersion(dictionary, newest().actorType()));
    return true;
  }

  /** Returns the definition of the class as it is, if the store does not know it. */
  Optional<TypeDefinition> missing(int id, String actorType, ToIntFunction<String> versions) {
    return stored.containsKey(version) ? Optional.empty() : Optional.of(define(id, actorType, versions));
  }

  /** Returns the definition of the class as it is, which the store knows. */
  TypeDefinition current() {
    return stored.get(version);
  }

  /** Returns how each stored version is read, and complains about each that cannot be read. */
  List<Reading> readings(List<String> complaints) {
    return stored.values().stream().map(each -> reading(each, complaints)).toList();
  }

  private Reading reading(TypeDefinition definition, List<String> complaints) {
    RecordShape former = former(definition);
    RecordShape into = former == null ? shape : former;
    Map<Integer, String> names = new HashMap<>();
    for (ComponentDefinition component : definition.components()) {
      String name = former == null ? nameOf(component.tag()) : component.name();
      if (name != null) {
        names.put(component.tag(), name);
        String misfit = fit.misfit(Kind.parse(component.kind()), into.require(name).kind());
        if (misfit != null) {
          complaints.add("in version " + definition.version() + " of " + definition.name() + ", '" + name + "' "
              + misfit);
        }
      }
    }
    return new Reading(definition, into, names, absentValues(definition, into, names, complaints),
        declared.upcasts());
  }

  private @Nullable Object[] absentValues(TypeDefinition definition, RecordShape into, Map<Integer, String> names,
      List<String> complaints) {
    @Nullable
    Object[] absent = new Object[into.components().size()];
    Map<String, @Nullable Object> added = declared.additions(into.type());
    for (int i = 0; i < absent.length; i++) {
      String name = into.components().get(i).name();
      absent[i] = added.get(name);
      if (!names.containsValue(name) && !added.containsKey(name)) {
        complaints.add("version " + definition.version() + " of " + definition.name() + " has no '" + name
            + "': keep the declaration added(" + into.name() + ".class, \"" + name + "\", VALUE), or an upcast");
      }
    }
    return absent;
  }

  private @Nullable String nameOf(int tag) {
    return tags.entrySet().stream().filter(e -> e.getValue() == tag).map(Map.Entry::getKey).findFirst().orElse(null);
  }

  private TypeDefinition define(int id, String actorType, ToIntFunction<String> versions) {
    List<ComponentDefinition> components = new ArrayList<>();
    for (ComponentShape component : shape.components()) {
      components.add(new ComponentDefinition(tags.get(component.name()), component.name(),
          component.kind().at(versions).text()));
    }
    components.sort(Comparator.comparingInt(ComponentDefinition::tag));
    return new TypeDefinition(id, actorType, shape.role(), shape.name(), version, components);
  }

  private TypeDefinition newest() {
    return stored.lastEntry().getValue();
  }

  /** The former shape with exactly the components of a version. */
  private @Nullable RecordShape former(TypeDefinition definition) {
    return formerShapes.stream().filter(former -> isShape(former, definition)).findFirst().orElse(null);
  }

  private boolean isShape(RecordShape former, TypeDefinition definition) {
    return former.components().size() == definition.components().size() && definition.components().stream()
        .allMatch(stored -> {
          ComponentShape component = former.component(stored.name());
          return component != null && fit.fits(Kind.parse(stored.kind()), component.kind());
        });
  }
}
