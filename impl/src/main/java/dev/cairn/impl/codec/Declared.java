package dev.cairn.impl.codec;

import dev.cairn.api.Evolution;
import dev.cairn.api.Evolution.Upcast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
  private final Map<String, Class<?>> owners = new HashMap<>();
  private final Set<String> retired = new HashSet<>();
  private final Map<Class<?>, Upcast<?, ?>> upcasts = new LinkedHashMap<>();
  private final Map<Class<?>, Map<String, @Nullable Object>> added = new HashMap<>();
  private final Map<Class<?>, Set<String>> removed = new HashMap<>();
  private final Map<Class<?>, Map<String, String>> renamed = new HashMap<>();
  private final Map<Class<?>, Map<String, @Nullable Enum<?>>> constants = new HashMap<>();
  private final SchemaScan scan;

  Declared(SchemaScan scan, Evolution evolution) {
    this.scan = scan;
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
        case Upcast<?, ?> u -> upcast(u);
      }
    }
    check(new DeclarationCheck(scan));
    scan.records.keySet().stream().filter(type -> !upcasts.containsKey(type))
        .forEach(type -> claimName(type.getSimpleName(), type));
    former.forEach(r -> claimName(r.former(), r.type()));
    Stream.of(added, removed, renamed).flatMap(each -> each.keySet().stream()).filter(t -> owner(t) != t).findFirst()
        .ifPresent(type -> {
          throw scan.refuse("a change is declared for " + type.getSimpleName()
              + ", which is only what a former record looked like");
        });
    retired.stream().filter(owners::containsKey).findFirst().ifPresent(name -> {
      throw scan.refuse("the type " + name + " is declared retired, and " + owners.get(name).getSimpleName()
          + " has that name");
    });
  }

  boolean isRetired(String name) {
    return retired.contains(name);
  }

  /** The class that a stored type of this name is first read as. */
  @Nullable
  Class<?> owner(String name) {
    return owners.get(name);
  }

  /** The owner of which an old class is a former shape; for an owner, the class itself. */
  Class<?> owner(Class<?> type) {
    Class<?> owner = type;
    while (!owners.containsValue(owner)) {
      owner = upcasts.get(owner).to();
    }
    return owner;
  }

  boolean old(Class<?> type) {
    return upcasts.containsKey(type);
  }

  /** The upcasts that turn a value of this class into one of the actor type's classes, in order. */
  List<Upcast<?, ?>> steps(Class<?> type) {
    List<Upcast<?, ?>> steps = new ArrayList<>();
    for (Upcast<?, ?> step = upcasts.get(type); step != null; step = upcasts.get(step.to())) {
      steps.add(step);
    }
    return steps;
  }

  /** The class of a stored type of this name after all upcasts. */
  @Nullable
  Class<?> end(String name) {
    Class<?> owner = owner(name);
    if (owner == null) {
      return null;
    }
    List<Upcast<?, ?>> steps = steps(owner);
    return steps.isEmpty() ? owner : steps.getLast().to();
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

  private void upcast(Upcast<?, ?> upcast) {
    if (upcasts.putIfAbsent(upcast.from(), upcast) != null) {
      throw scan.refuse("two upcasts are declared from " + upcast.from().getSimpleName());
    }
  }

  private void claimName(String name, Class<?> type) {
    if (!scan.records.containsKey(type)) {
      throw scan.refuse("the former name " + name + " is declared for " + type.getSimpleName()
          + ", which is none of its records");
    }
    Class<?> other = owners.putIfAbsent(name, type);
    if (other != null && other != type) {
      throw scan.refuse("the type " + name + " would be read both as " + other.getSimpleName() + " and as "
          + type.getSimpleName());
    }
  }

  private <V> void once(Map<Class<?>, Map<String, V>> declared, Class<?> type, String name, V value) {
    Map<String, V> ofType = declared.computeIfAbsent(type, t -> new HashMap<>());
    if (ofType.containsKey(name)) {
      throw scan.refuse("two changes are declared for '" + name + "' of " + type.getSimpleName());
    }
    ofType.put(name, value);
  }
}
