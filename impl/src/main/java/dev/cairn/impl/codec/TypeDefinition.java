package dev.cairn.impl.codec;

import java.util.List;
import java.util.Objects;

/**
 * One version of one type, as a store has recorded it. It never changes: another shape is another version.
 *
 * @param id from 1; ids of authors' types from 16
 * @param actorType the actor type it belongs to
 * @param role event, state, or value in one of these
 * @param name under which it is stored: mostly the simple name of its class
 * @param version from 1
 * @param components in the order of their tags
 */
public record TypeDefinition(int id, String actorType, Role role, String name, int version,
    List<ComponentDefinition> components) {

  /** Refuses missing parts, numbers below 1, and tags that do not ascend. */
  public TypeDefinition {
    Objects.requireNonNull(role, "role");
    components = List.copyOf(components);
    if (id < 1 || version < 1 || name.isEmpty() || actorType.isEmpty()) {
      throw new IllegalArgumentException("A type needs an id, an actor type, a name and a version.");
    }
    int before = 0;
    for (ComponentDefinition component : components) {
      if (component.tag() <= before) {
        throw new IllegalArgumentException("The tags of " + name + " do not ascend.");
      }
      before = component.tag();
    }
    if (components.stream().map(ComponentDefinition::name).distinct().count() != components.size()) {
      throw new IllegalArgumentException("Two components of " + name + " have the same name.");
    }
  }

  boolean has(String component) {
    return components.stream().anyMatch(c -> c.name().equals(component));
  }

  /** Returns the highest tag; 0 if there is none. */
  int lastTag() {
    return components.isEmpty() ? 0 : components.getLast().tag();
  }
}
