package dev.cairn.impl.codec;

import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A record class of an author.
 *
 * @param type the class
 * @param role where it stands
 * @param components in the order of the class
 * @param constructor from {@code Object[]} to {@code Object}
 */
record RecordShape(Class<?> type, Role role, List<ComponentShape> components, MethodHandle constructor) {

  String name() {
    return type.getSimpleName();
  }

  /** Returns the first definition of this type, with tags in the order of the class. */
  TypeDefinition define(int id, String actorType) {
    List<ComponentDefinition> defined = new ArrayList<>();
    for (ComponentShape component : components) {
      defined.add(new ComponentDefinition(defined.size() + 1, component.name(), component.kind().text()));
    }
    return new TypeDefinition(id, actorType, role, name(), 1, defined);
  }

  /** Returns the kinds by component, sorted by name. */
  Map<String, String> kinds() {
    Map<String, String> kinds = new TreeMap<>();
    components.forEach(c -> kinds.put(c.name(), c.kind().text()));
    return kinds;
  }
}
