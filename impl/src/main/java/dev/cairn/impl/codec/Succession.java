package dev.cairn.impl.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Matches the components of a class with those of the newest stored version, by name and declared changes. */
final class Succession {
  private final TypeDefinition newest;
  private final RecordShape shape;
  private final Declared declared;
  private final KindFit fit;
  private final List<String> complaints;
  private final Map<String, Integer> tags = new HashMap<>();
  private final Map<String, ComponentDefinition> gone = new TreeMap<>();

  Succession(TypeDefinition newest, RecordShape shape, Declared declared, KindFit fit, List<String> complaints) {
    this.newest = newest;
    this.shape = shape;
    this.declared = declared;
    this.fit = fit;
    this.complaints = complaints;
  }

  /**
   * Returns the tag of each component by its name.
   *
   * @param free the first tag that was never used
   */
  Map<String, Integer> tags(int free) {
    newest.components().forEach(this::follow);
    int next = free;
    for (ComponentShape component : shape.components()) {
      if (!tags.containsKey(component.name())) {
        checkAdded(component);
        tags.put(component.name(), next++);
      }
    }
    gone.values().forEach(this::checkRemoved);
    return tags;
  }

  private void follow(ComponentDefinition stored) {
    String name = later(stored.name());
    ComponentShape now = shape.component(name);
    if (now != null) {
      String misfit = fit.misfit(Kind.parse(stored.kind()), now.kind());
      if (misfit != null) {
        complain("'" + name + "' " + misfit);
      }
      if (tags.putIfAbsent(name, stored.tag()) != null) {
        complain("both '" + stored.name() + "' and another component would become '" + name + "'");
      }
    } else if (!declared.isRemoved(shape.type(), name) && !declared.isRemoved(shape.type(), stored.name())) {
      gone.put(stored.name(), stored);
    }
  }

  /** Follows the renames. If the newest version already has a later name, the component was not renamed to it. */
  private String later(String name) {
    Map<String, String> renamed = declared.renamings(shape.type());
    String last = name;
    while (renamed.containsKey(last)) {
      last = renamed.get(last);
      if (newest.has(last)) {
        return name;
      }
    }
    return last;
  }

  private void checkAdded(ComponentShape component) {
    if (!declared.additions(shape.type()).containsKey(component.name())) {
      String type = shape.name() + ".class";
      String kind = component.kind().text();
      complain("'" + component.name() + "' (" + kind + ") was added: declare added(" + type + ", \"" + component.name()
          + "\", VALUE)" + gone.entrySet().stream().filter(e -> e.getValue().kind().equals(kind)).findFirst()
              .map(e -> ", or, since it looks like '" + e.getKey() + "', renamed(" + type + ", \"" + e.getKey()
                  + "\", \"" + component.name() + "\")")
              .orElse(""));
    }
  }

  private void checkRemoved(ComponentDefinition component) {
    String name = component.name();
    String now = declared.renamings(shape.type()).get(name);
    complain("'" + name + "' (" + component.kind() + ") was " + (now == null
        ? "removed: declare removed(" + shape.name() + ".class, \"" + name + "\")"
        : "stored beside '" + now + "' and cannot be renamed to it"));
  }

  private void complain(String what) {
    complaints.add("in " + shape.name() + ", " + what);
  }
}
