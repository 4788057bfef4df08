package dev.cairn.impl.codec;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which class a stored type is first read as. An event and a state may have the same name, so there are two lists of
 * names: of the states, and of all others.
 */
final class Owners {
  private final SchemaScan scan;
  private final Upcasts upcasts;
  private final Map<String, Class<?>> states = new HashMap<>();
  private final Map<String, Class<?>> others = new HashMap<>();

  Owners(SchemaScan scan, Upcasts upcasts) {
    this.scan = scan;
    this.upcasts = upcasts;
  }

  /** Lets a class have a stored name. */
  void claim(String name, Class<?> type) {
    if (!scan.records.containsKey(type)) {
      throw scan.refuse("the former name " + name + " is declared for " + type.getSimpleName()
          + ", which is none of its records");
    }
    Class<?> other = isState(type) ? states.putIfAbsent(bare(name), type) : others.putIfAbsent(name, type);
    if (other != null && other != type) {
      throw scan.refuse("the type " + name + " would be read both as " + other.getSimpleName() + " and as "
          + type.getSimpleName());
    }
  }

  /** The class that a stored type is first read as; null if no class has its name and can be what it was. */
  @Nullable
  Class<?> of(Role role, String name) {
    Class<?> state = states.get(bare(name));
    Class<?> other = others.get(name);
    return switch (role) {
      case EVENT -> other;
      case VALUE, COMMAND, ANSWER -> other == null ? state : other;
      case STATE -> state != null || other == null || isEventOnly(other) ? state : other;
    };
  }

  /** The class that has a name and is no state. */
  @Nullable
  Class<?> ofOther(String name) {
    return others.get(name);
  }

  /** The class that has this name as a state, where the name says that it is of a state. */
  @Nullable
  Class<?> ofNamedState(String name) {
    return bare(name).equals(name) ? null : states.get(bare(name));
  }

  boolean contains(Class<?> type) {
    return states.containsValue(type) || others.containsValue(type);
  }

  /** A name that no event has. */
  static String ofState(String name) {
    return SchemaScan.STATE_APART + bare(name);
  }

  private static String bare(String name) {
    return name.startsWith(SchemaScan.STATE_APART) ? name.substring(SchemaScan.STATE_APART.length()) : name;
  }

  private boolean isState(Class<?> type) {
    RecordShape end = scan.records.get(upcasts.end(type));
    return end != null && end.role() == Role.STATE;
  }

  private boolean isEventOnly(Class<?> type) {
    RecordShape end = scan.records.get(upcasts.end(type));
    return end != null && end.role() == Role.EVENT && !scan.stands(end.type(), Role.STATE);
  }
}
