package dev.cairn.impl.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Freezes one component. Returns the same object if there is nothing to freeze. Thread-safe. */
sealed interface FrozenPart {

  /** How a collection is frozen. */
  enum Way {
    /** By an unmodifiable view, because no other code holds the collection. */
    VIEW,
    /** By a copy, because other code may still hold the collection. */
    COPY,
    /** By a copy, and arrays are copied too. */
    COPY_WITH_ARRAYS
  }

  /** The JDK's unmodifiable views. */
  Set<Class<?>> VIEWS = Set.of(Collections.unmodifiableList(new ArrayList<>()).getClass(),
      Collections.unmodifiableList(new LinkedList<>()).getClass(),
      Collections.unmodifiableSet(new LinkedHashSet<>()).getClass(),
      Collections.unmodifiableSequencedSet(new LinkedHashSet<>()).getClass(),
      Collections.unmodifiableSortedSet(new TreeSet<>()).getClass(),
      Collections.unmodifiableNavigableSet(new TreeSet<>()).getClass(),
      Collections.unmodifiableMap(new LinkedHashMap<>()).getClass(),
      Collections.unmodifiableSequencedMap(new LinkedHashMap<>()).getClass(),
      Collections.unmodifiableSortedMap(new TreeMap<>()).getClass(),
      Collections.unmodifiableNavigableMap(new TreeMap<>()).getClass());

  @Nullable
  Object freeze(@Nullable Object value, int depth);

  /** Whether a collection whose elements need no freezing can stay as it is. */
  static boolean isFixed(Object collection, Way way) {
    return collection instanceof Frozen || Frozen.IMMUTABLE.contains(collection.getClass())
        || way == Way.VIEW && VIEWS.contains(collection.getClass());
  }

  private static @Nullable Object freeze(@Nullable FrozenPart part, @Nullable Object value, int depth) {
    return part == null ? value : part.freeze(value, depth);
  }

  /** A list. */
  record Elements(@Nullable FrozenPart element, Way way) implements FrozenPart {
    @Override
    public @Nullable Object freeze(@Nullable Object value, int depth) {
      if (value == null || value instanceof Frozen || element == null && isFixed(value, way)) {
        return value;
      }
      if (element == null && way == Way.VIEW) {
        return Collections.unmodifiableList((List<?>) value);
      }
      @Nullable
      Object[] elements = ((List<?>) value).toArray();
      for (int i = 0; i < elements.length && element != null; i++) {
        elements[i] = element.freeze(elements[i], depth);
      }
      return new Frozen.OfList(elements);
    }
  }

  /** A set. */
  record Different(@Nullable FrozenPart element, Way way) implements FrozenPart {
    @Override
    public @Nullable Object freeze(@Nullable Object value, int depth) {
      if (value == null || value instanceof Frozen || element == null && isFixed(value, way)) {
        return value;
      }
      if (element == null) {
        return way == Way.VIEW ? Collections.unmodifiableSet((Set<?>) value) : new Frozen.OfSet((Set<?>) value);
      }
      @Nullable
      Object[] elements = ((Set<?>) value).toArray();
      for (int i = 0; i < elements.length; i++) {
        elements[i] = element.freeze(elements[i], depth);
      }
      return new Frozen.OfSet(Arrays.asList(elements));
    }
  }

  /** A map. */
  record Entries(@Nullable FrozenPart key, @Nullable FrozenPart held, Way way) implements FrozenPart {
    @Override
    public @Nullable Object freeze(@Nullable Object value, int depth) {
      boolean plain = key == null && held == null;
      if (value == null || value instanceof Frozen || plain && isFixed(value, way)) {
        return value;
      }
      Map<?, ?> map = (Map<?, ?>) value;
      if (plain && way == Way.VIEW) {
        return Collections.unmodifiableMap(map);
      }
      LinkedHashMap<@Nullable Object, @Nullable Object> entries = LinkedHashMap.newLinkedHashMap(map.size());
      map.forEach((k, v) -> entries.put(FrozenPart.freeze(key, k, depth), FrozenPart.freeze(held, v, depth)));
      return new Frozen.OfMap(entries);
    }
  }

  /** A value that may be absent. */
  record Perhaps(FrozenPart held) implements FrozenPart {
    @Override
    public @Nullable Object freeze(@Nullable Object value, int depth) {
      Object before = value instanceof Optional<?> optional ? optional.orElse(null) : value;
      Object after = held.freeze(before, depth);
      return after == before ? value : value instanceof Optional<?> ? Optional.of(after) : after;
    }
  }

  /** A record, by its class. */
  record OfRecord(Freezer records) implements FrozenPart {
    @Override
    public @Nullable Object freeze(@Nullable Object value, int depth) {
      return records.record(value, depth);
    }
  }

  /** An array of bytes, which is copied. */
  record Bytes() implements FrozenPart {
    @Override
    public @Nullable Object freeze(@Nullable Object value, int depth) {
      return value == null ? null : ((byte[]) value).clone();
    }
  }
}
