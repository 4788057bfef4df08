package dev.cairn.impl.codec;

import dev.cairn.api.Evolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The declared evolution of an actor type, by name and class. It does not contradict the classes.
 *
 * <p>An <em>owner</em> is the class that a stored type is first read as, by the class's own name or a former one. Each
 * class of the actor type is an owner, and so is an old class with a former name of its own. Every other old class is a
 * former shape of an owner.
 */
final class Declared {
  private final Owners owners;
  private final Set<String> retired = new HashSet<>();
  private final Set<String> ignored = new HashSet<>();
  private final Map<Class<?>, Class<?>> splitShapes = new HashMap<>();
  private final Upcasts upcasts;
  private final Map<Class<?>, Map<String, @Nullable Object>> added = new HashMap<>();
  private final Map<Class<?>, Set<String>> removed = new HashMap<>();
  private final Map<Class<?>, Map<String, String>> renamed = new HashMap<>();
  private final Map<Class<?>, Map<String, @Nullable Enum<?>>> constants = new HashMap<>();
  private final SchemaScan scan;

  Declared(SchemaScan scan, Evolution evolution) {
    this.scan = scan;
    this.upcasts = new Upcasts(scan);
    this.owners = new Owners(scan, upcasts);
    List<Evolution.TypeRenamed> former = new ArrayList<>();
    for (Evolution.Change change : evolution.changes()) {
      switch (change) {
        case Evolution.Added a -> once(added, a.type(), a.component(), a.value());
        case Evolution.Renamed r -> once(renamed, r.type(), r.former(), r.component());
        case Evolution.Removed r -> removed.computeIfAbsent(r.type(), type -> new HashSet<>()).add(r.component());
        case Evolution.TypeRenamed r -> former.add(r);
        case Evolution.TypeRetired r -> retired.add(r.type());
        case Evolution.ConstantRenamed r ->
            once(constants, r.constant().getDeclaringClass(), r.former(), r.constant());
        case Evolution.ConstantRetired r -> once(constants, r.type(), r.constant(), null);
        case Evolution.Upcast<?, ?> u -> upcasts.add(u);
        case Evolution.Split<?> s -> upcasts.add(s);
        case Evolution.Ignored i -> ignored.add(i.type());
      }
    }
    check(new DeclarationCheck(scan));
    claimNames(former);
    checkOwners();
  }

  private void claimNames(List<Evolution.TypeRenamed> former) {
    scan.records.values().stream().filter(shape -> !upcasts.old(shape.type()))
        .forEach(shape -> owners.claim(shape.name(), shape.type()));
    for (Evolution.TypeRenamed renaming : former) {
      Class<?> owner = owners.ofOther(renaming.former());
      if (owner != null && scan.current.contains(owner) && upcasts.splits().containsKey(renaming.type())) {
        splitShapes.put(renaming.type(), owner);
      } else {
        owners.claim(renaming.former(), renaming.type());
      }
    }
    upcasts.splits().keySet().stream().filter(type -> former.stream().noneMatch(f -> f.type() == type))
        .forEach(type -> owners.claim(type.getSimpleName(), type));
  }

  private void checkOwners() {
    Stream.of(added, removed, renamed).flatMap(each -> each.keySet().stream()).filter(t -> owner(t) != t).findFirst()
        .ifPresent(type -> {
          throw scan.refuse("a change is declared for " + type.getSimpleName()
              + ", which is only what a former record looked like");
        });
    retired.forEach(name -> refuseGivenUp(name, "retired", owners.ofNamedState(name)));
    retired.forEach(name -> refuseGivenUp(name, "retired", owners.ofOther(name)));
    ignored.forEach(name -> refuseGivenUp(name, "ignored", owners.ofOther(name)));
    ignored.stream().filter(retired::contains).findFirst().ifPresent(name -> {
      throw scan.refuse("the type " + name + " is declared both retired and ignored");
    });
  }

  private void refuseGivenUp(String name, String word, @Nullable Class<?> owner) {
    if (owner != null) {
      throw scan.refuse("the type " + name + " is declared " + word + ", and " + owner.getSimpleName()
          + " has that name");
    }
  }

  boolean isRetired(TypeDefinition type) {
    return retired.contains(type.name()) || retired.contains(nameToDeclare(type));
  }

  boolean isIgnored(String name) {
    return ignored.contains(name);
  }

  /** Whether no value of a type is read any more. */
  boolean isGivenUp(String name) {
    return retired.contains(name) || isIgnored(name);
  }

  /** The name by which a declaration means this type: that of a state whose name an event has now says so. */
  String nameToDeclare(TypeDefinition type) {
    return type.role() == Role.STATE && owners.ofOther(type.name()) != null ? Owners.ofState(type.name())
        : type.name();
  }

  /** The class that a stored type is first read as; null if there is none. */
  @Nullable
  Class<?> owner(TypeDefinition type) {
    return owners.of(type.role(), type.name());
  }

  /** The owner of which an old class is a former shape; for an owner, the class itself. */
  Class<?> owner(Class<?> type) {
    Class<?> owner = type;
    while (!owners.contains(owner)) {
      owner = splitShapes.containsKey(owner) ? splitShapes.get(owner) : upcasts.steps().get(owner).to();
    }
    return owner;
  }

  boolean old(Class<?> type) {
    return upcasts.old(type);
  }

  Upcasts upcasts() {
    return upcasts;
  }

  /** The class of a stored type of this name after all upcasts; null if there is none. */
  @Nullable
  Class<?> end(Role role, String name) {
    Class<?> owner = owners.of(role, name);
    return owner == null ? null : upcasts.end(owner);
  }

  /** The values of the components that older records lack. */
  Map<String, @Nullable Object> additions(Class<?> type) {
    return added.getOrDefault(type, Map.of());
  }

  boolean isRemoved(Class<?> type, String component) {
    return removed.getOrDefault(type, Set.of()).contains(component);
  }

  /** The later names of components, by their former names. */
  Map<String, String> renamings(Class<?> type) {
    return renamed.getOrDefault(type, Map.of());
  }

  /** Every constant that may be stored, by its stored name; null for a retired one. */
  Map<String, @Nullable Enum<?>> constants(Class<?> type) {
    Map<String, @Nullable Enum<?>> all = new HashMap<>(constants.getOrDefault(type, Map.of()));
    for (Object constant : type.getEnumConstants()) {
      all.put(((Enum<?>) constant).name(), (Enum<?>) constant);
    }
    return all;
  }

  private void check(DeclarationCheck check) {
    check.upcasts(upcasts);
    added.forEach((type, values) -> values.forEach((component, value) -> check.checkAdded(type, component, value)));
    removed.forEach((type, components) -> components.forEach(component -> check.checkRemoved(type, component)));
    renamed.forEach((type, names) -> names.keySet().forEach(former -> check.checkRenamed(type, former, names,
        additions(type).keySet(), removed.getOrDefault(type, Set.of()))));
    constants.forEach((type, names) -> names.keySet().forEach(former -> check.constant(type, former)));
  }

  private <V> void once(Map<Class<?>, Map<String, V>> declared, Class<?> type, String name, V value) {
    Map<String, V> ofType = declared.computeIfAbsent(type, t -> new HashMap<>());
    if (ofType.containsKey(name)) {
      throw scan.refuse("two changes are declared for '" + name + "' of " + type.getSimpleName());
    }
    ofType.put(name, value);
  }
}
