package dev.cairn.impl.codec;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collections that are frozen with everything in them. They are not inspected again. */
sealed interface Frozen {

  /** Elements in order. */
  final class OfList extends AbstractList<@Nullable Object> implements Frozen, RandomAccess {
    private final @Nullable Object[] elements;

    OfList(@Nullable Object[] elements) {
      this.elements = elements;
    }

    @Override
    public @Nullable Object get(int index) {
      return elements[index];
    }

    @Override
    public int size() {
      return elements.length;
    }
  }

  /** Distinct elements. */
  final class OfSet extends AbstractSet<@Nullable Object> implements Frozen {
    private final Set<@Nullable Object> elements;

    OfSet(Collection<?> elements) {
      this.elements = Collections.unmodifiableSet(new LinkedHashSet<>(elements));
    }

    @Override
    public Iterator<@Nullable Object> iterator() {
      return elements.iterator();
    }

    @Override
    public boolean contains(@Nullable Object element) {
      return elements.contains(element);
    }

    @Override
    public int size() {
      return elements.size();
    }
  }

  /** Keys and values. */
  final class OfMap extends AbstractMap<@Nullable Object, @Nullable Object> implements Frozen {
    private final Map<@Nullable Object, @Nullable Object> entries;

    OfMap(LinkedHashMap<@Nullable Object, @Nullable Object> entries) {
      this.entries = Collections.unmodifiableMap(entries);
    }

    @Override
    public Set<Entry<@Nullable Object, @Nullable Object>> entrySet() {
      return entries.entrySet();
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
      return entries.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return entries.containsKey(key);
    }
  }

  /** The JDK's immutable collections. */
  Set<Class<?>> IMMUTABLE = Set.of(List.of().getClass(), List.of(1).getClass(), Set.of().getClass(),
      Set.of(1).getClass(), Map.of().getClass(), Map.of(1, 1).getClass(), Collections.emptyList().getClass(),
      Collections.emptySet().getClass(), Collections.emptyMap().getClass(), Collections.singletonList(1).getClass(),
      Collections.singleton(1).getClass(), Collections.singletonMap(1, 1).getClass());
}
