package dev.cairn.testkit;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a value at one moment: each leaf by its path, such as {@code .lines[2].cents}. It descends into records,
 * arrays and collections; every other value is a leaf, compared by {@code equals}. So a later change of the value
 * shows.
 */
final class Shape {
  /** No leaves. */
  static final Shape NONE = new Shape();

  private final Map<String, @Nullable Object> leaves = new LinkedHashMap<>();

  private Shape() {}

  static Shape of(@Nullable Object value) {
    var shape = new Shape();
    shape.add("", value);
    return shape;
  }

  /** Describes the first difference of two shapes; empty if they are equal. */
  Optional<String> difference(String mine, Shape other, String theirs) {
    for (String path : union(leaves.keySet(), other.leaves.keySet())) {
      if (!Objects.equals(leaves.get(path), other.leaves.get(path))
          || leaves.containsKey(path) != other.leaves.containsKey(path)) {
        return Optional.of((path.isEmpty() ? "it" : path) + " " + mine + " " + leaf(path) + " and " + theirs + " "
            + other.leaf(path));
      }
    }
    return Optional.empty();
  }

  private String leaf(String path) {
    return leaves.containsKey(path) ? String.valueOf(leaves.get(path)) : "not there";
  }

  private static Set<String> union(Set<String> first, Set<String> second) {
    var both = new LinkedHashSet<>(first);
    both.addAll(second);
    return both;
  }

  private void add(String path, @Nullable Object value) {
    switch (value) {
      case null -> leaves.put(path, null);
      case Record record -> addRecord(path, record);
      case Optional<?> optional -> {
        leaves.put(path + ".isPresent()", optional.isPresent());
        optional.ifPresent(held -> add(path + ".get()", held));
      }
      case Map<?, ?> map -> {
        leaves.put(path + ".size()", map.size());
        map.forEach((key, held) -> add(path + "{" + key + "}", held));
      }
      case Set<?> set -> leaves.put(path, elements(set));
      case Collection<?> list -> addAll(path, list.toArray());
      case Object array when array.getClass().isArray() -> addAll(path, boxed(array));
      default -> leaves.put(path, value);
    }
  }

  private void addRecord(String path, Record record) {
    leaves.put(path + " is a", record.getClass().getSimpleName());
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      add(path + "." + component.getName(), read(component, record));
    }
  }

  private void addAll(String path, Object[] elements) {
    leaves.put(path + ".size()", elements.length);
    for (int i = 0; i < elements.length; i++) {
      add(path + "[" + i + "]", elements[i]);
    }
  }

  /** A set has no order, so its elements have no paths: it is one leaf, made of the shapes of its elements. */
  private static Set<Object> elements(Set<?> set) {
    Set<Object> elements = new HashSet<>();
    set.forEach(element -> elements.add(Shape.of(element).leaves));
    return elements;
  }

  private static Object[] boxed(Object array) {
    Object[] elements = new Object[Array.getLength(array)];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = Array.get(array, i);
    }
    return elements;
  }

  private static @Nullable Object read(RecordComponent component, Record record) {
    var accessor = component.getAccessor();
    if (!accessor.trySetAccessible()) {
      Class<?> type = record.getClass();
      throw new AssertionError("The test kit cannot read " + type.getName() + ". Run this test with --add-opens "
          + type.getModule().getName() + "/" + type.getPackageName() + "="
          + (Shape.class.getModule().isNamed() ? Shape.class.getModule().getName() : "ALL-UNNAMED")
          + ", or use ActorTest.trustingApply(...).");
    }
    try {
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("The component " + component.getName() + " of " + record.getClass().getName()
          + " cannot be read.", e);
    }
  }
}
