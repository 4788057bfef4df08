package dev.cairn.impl.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a record class differs from what a store has written down about it. Order is no difference.
 *
 * @param type the name of the type
 * @param changes in words, one a component
 */
record ShapeChange(String type, List<String> changes) {

  static ShapeChange between(TypeDefinition stored, RecordShape shape) {
    Map<String, String> removed = new TreeMap<>();
    stored.components().forEach(c -> removed.put(c.name(), c.kind()));
    Map<String, String> added = shape.kinds();
    List<String> changes = new ArrayList<>();
    for (String name : List.copyOf(added.keySet())) {
      if (removed.containsKey(name)) {
        changed(name, removed.remove(name), added.remove(name), changes);
      }
    }
    added.forEach((name, kind) -> changes.add("'" + name + "' (" + kind + ") was added" + renamed(kind, removed)));
    removed.forEach((name, kind) -> changes.add("'" + name + "' (" + kind + ") was removed"));
    return new ShapeChange(stored.name(), changes);
  }

  boolean isEmpty() { return changes.isEmpty(); }

  @Override
  public String toString() {
    return "in " + type + ", " + String.join(", ", changes);
  }

  private static void changed(String name, String before, String now, List<String> changes) {
    if (!before.equals(now)) {
      changes.add("'" + name + "' was " + before + " and is " + now);
    }
  }

  private static String renamed(String kind, Map<String, String> removed) {
    return removed.entrySet().stream().filter(e -> e.getValue().equals(kind)).findFirst()
        .map(e -> " (it looks like '" + e.getKey() + "', renamed)").orElse("");
  }
}
