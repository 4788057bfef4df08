package dev.cairn.console;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields in which two states differ. Records, maps and lists are gone into; a path like {@code lines[2].price}
 * names the field.
 */
final class Difference {
  private static final int MOST = 200;

  private final List<Change> changes = new ArrayList<>();

  /** Where a field was, is, or both. */
  enum Kind {
    ADDED, REMOVED, CHANGED
  }

  /** One field. */
  record Change(String path, Kind kind, @Nullable Object before, @Nullable Object after) {

    JsonObject show() {
      JsonObject object = new JsonObject();
      object.addProperty("path", path);
      object.addProperty("kind", kind.name());
      object.add("before", Values.of(before));
      object.add("after", Values.of(after));
      return object;
    }
  }

  private Difference() {}

  static List<Change> between(Map<?, ?> before, Map<?, ?> after) {
    Difference difference = new Difference();
    difference.maps("", before, after);
    return difference.changes;
  }

  private void values(String path, @Nullable Object before, @Nullable Object after) {
    if (before instanceof Map<?, ?> one && after instanceof Map<?, ?> other) {
      maps(path + ".", one, other);
    } else if (before instanceof List<?> one && after instanceof List<?> other) {
      lists(path, one, other);
    } else if (!isSame(before, after)) {
      add(new Change(path, Kind.CHANGED, before, after));
    }
  }

  private void maps(String prefix, Map<?, ?> before, Map<?, ?> after) {
    Set<Object> names = new LinkedHashSet<>(after.keySet());
    names.addAll(before.keySet());
    for (Object name : names) {
      String path = prefix + name;
      if (!before.containsKey(name)) {
        add(new Change(path, Kind.ADDED, null, after.get(name)));
      } else if (!after.containsKey(name)) {
        add(new Change(path, Kind.REMOVED, before.get(name), null));
      } else {
        values(path, before.get(name), after.get(name));
      }
    }
  }

  private void lists(String path, List<?> before, List<?> after) {
    int both = Math.min(before.size(), after.size());
    for (int i = 0; i < both; i++) {
      values(path + "[" + i + "]", before.get(i), after.get(i));
    }
    for (int i = both; i < after.size(); i++) {
      add(new Change(path + "[" + i + "]", Kind.ADDED, null, after.get(i)));
    }
    for (int i = both; i < before.size(); i++) {
      add(new Change(path + "[" + i + "]", Kind.REMOVED, before.get(i), null));
    }
  }

  private void add(Change change) {
    if (changes.size() < MOST) {
      changes.add(change);
    }
  }

  private static boolean isSame(@Nullable Object before, @Nullable Object after) {
    return before instanceof byte[] one && after instanceof byte[] other
        ? Arrays.equals(one, other)
        : Objects.equals(before, after);
  }
}
