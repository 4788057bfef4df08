package dev.cairn.testkit;

import dev.cairn.api.ActorType;
import dev.cairn.api.Evolution;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes of former records what a recovery makes of them: the upcasts of the actor type. */
final class FormerEvents<E> {
  private static final int MOST_STEPS = 1_000;

  private final ActorType<?, E, ?> type;

  FormerEvents(ActorType<?, E, ?> type) {
    this.type = type;
  }

  /** Returns what one stored event is today, in order. */
  List<E> today(Record former) {
    if (step(former) == null) {
      throw new IllegalArgumentException("The evolution of " + type + " declares neither an upcast nor a split from "
          + former.getClass().getSimpleName() + ".");
    }
    List<Object> waiting = new ArrayList<>(List.of(former));
    List<E> events = new ArrayList<>();
    for (int steps = 0; !waiting.isEmpty(); steps++) {
      if (steps == MOST_STEPS) {
        throw new AssertionError("The upcasts of " + former + " lead back to themselves.");
      }
      Object next = waiting.removeFirst();
      Evolution.Change step = step(next);
      if (step == null) {
        events.add(event(next));
      } else {
        waiting.addAll(0, after(step, next));
      }
    }
    return events;
  }

  private Evolution.@Nullable Change step(Object value) {
    return type.evolution().changes().stream().filter(change -> switch (change) {
      case Evolution.Upcast<?, ?> upcast -> upcast.from() == value.getClass();
      case Evolution.Split<?> split -> split.from() == value.getClass();
      default -> false;
    }).findFirst().orElse(null);
  }

  private static List<?> after(Evolution.Change change, Object value) {
    return switch (change) {
      case Evolution.Upcast<?, ?> upcast -> List.of(upcast(upcast, value));
      case Evolution.Split<?> split -> split(split, value);
      default -> List.of();
    };
  }

  private static <F extends Record> Object upcast(Evolution.Upcast<F, ?> upcast, Object value) {
    return upcast.step().apply(upcast.from().cast(value));
  }

  private static <F extends Record> List<?> split(Evolution.Split<F> split, Object value) {
    return split.step().apply(split.from().cast(value));
  }

  private E event(Object value) {
    if (!type.events().isInstance(value)) {
      throw new AssertionError("The upcasts of " + type + " made " + value + ", which is no "
          + type.events().getSimpleName() + ".");
    }
    return type.events().cast(value);
  }
}
