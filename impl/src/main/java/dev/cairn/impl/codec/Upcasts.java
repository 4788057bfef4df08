package dev.cairn.impl.codec;

import dev.cairn.api.Evolution.Split;
import dev.cairn.api.Evolution.Upcast;
import dev.cairn.impl.record.UnreadableRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ways from former record classes to those of the actor type. */
final class Upcasts {
  private static final int MOST_SPLITS = 64;

  private final SchemaScan scan;
  private final Map<Class<?>, Upcast<?, ?>> steps = new LinkedHashMap<>();
  private final Map<Class<?>, Split<?>> splits = new LinkedHashMap<>();

  Upcasts(SchemaScan scan) {
    this.scan = scan;
  }

  void add(Upcast<?, ?> step) {
    requireFirst(step.from());
    steps.put(step.from(), step);
  }

  void add(Split<?> split) {
    requireFirst(split.from());
    splits.put(split.from(), split);
  }

  private void requireFirst(Class<?> from) {
    if (steps.containsKey(from) || splits.containsKey(from)) {
      throw scan.refuse("two upcasts are declared from " + from.getSimpleName());
    }
  }

  Map<Class<?>, Upcast<?, ?>> steps() {
    return steps;
  }

  Map<Class<?>, Split<?>> splits() {
    return splits;
  }

  /** Whether the class only describes older records. */
  boolean old(Class<?> type) {
    return steps.containsKey(type) || splits.containsKey(type);
  }

  /** The class that a value of this class ends as; null where an upcast splits it. */
  @Nullable
  Class<?> end(Class<?> type) {
    Class<?> last = type;
    while (steps.containsKey(last)) {
      last = steps.get(last).to();
    }
    return splits.containsKey(last) ? null : last;
  }

  /**
   * Makes today's value of a former one: a record of the actor type, or {@link SeveralEvents}.
   *
   * @throws UnreadableRecord if an upcast refuses it
   */
  Object present(Object former) {
    return present(former, 0);
  }

  private Object present(Object former, int depth) {
    Object value = former;
    for (Upcast<?, ?> step = steps.get(value.getClass()); step != null; step = steps.get(value.getClass())) {
      value = upcast(step, value);
    }
    Split<?> split = splits.get(value.getClass());
    return split == null ? value : new SeveralEvents(parts(split, value, depth));
  }

  private List<Object> parts(Split<?> split, Object value, int depth) {
    String words = "the split of " + split.from().getSimpleName();
    if (depth == MOST_SPLITS) {
      throw new UnreadableRecord(words + " leads back to itself");
    }
    List<Object> parts = new ArrayList<>();
    for (Object part : split(split, words, value)) {
      if (part == null) {
        throw new UnreadableRecord(words + " returned a list with null");
      }
      Object present = present(part, depth + 1);
      parts.addAll(present instanceof SeveralEvents several ? several.events() : List.of(event(words, present)));
    }
    return parts;
  }

  private Object event(String words, Object part) {
    if (!scan.current.contains(part.getClass()) || !scan.stands(part.getClass(), Role.EVENT)) {
      throw new UnreadableRecord(
          words + " returned a " + part.getClass().getSimpleName() + ", which is no event of the actor type");
    }
    return part;
  }

  private static <F extends Record> List<?> split(Split<F> split, String words, Object value) {
    try {
      List<?> parts = split.step().apply(split.from().cast(value));
      return parts == null ? nothing(words) : parts;
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      throw refusal(words, e);
    }
  }

  private static <F extends Record, T extends Record> Object upcast(Upcast<F, T> step, Object value) {
    String words = "the upcast from " + step.from().getSimpleName() + " to " + step.to().getSimpleName();
    try {
      T now = step.step().apply(step.from().cast(value));
      return now == null ? nothing(words) : step.to().cast(now);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      throw refusal(words, e);
    }
  }

  private static <T> T nothing(String words) {
    throw new UnreadableRecord(words + " returned null");
  }

  private static UnreadableRecord refusal(String words, Throwable thrown) {
    return thrown instanceof UnreadableRecord told ? told
        : new UnreadableRecord(words + " refused what is stored; the cause is what it threw", thrown);
  }
}
