package dev.cairn.api.bind;

import dev.cairn.api.ActorType;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gives what an actor type shows to nobody else to the runtime. */
public final class ActorTypeLookup {
  private static volatile @Nullable Function<ActorType<?, ?, ?>, MethodHandles.Lookup> lookups;
  private static volatile @Nullable Function<ActorType<?, ?, ?>, Object> stored;

  private ActorTypeLookup() {}

  /** Called once, by {@link ActorType} itself. */
  public static void grant(Function<ActorType<?, ?, ?>, MethodHandles.Lookup> lookup,
      Function<ActorType<?, ?, ?>, Object> asStored) {
    lookups = lookup;
    stored = asStored;
  }

  /** Returns the lookup that the author gave to the type. */
  public static MethodHandles.Lookup of(ActorType<?, ?, ?> type) {
    return Objects.requireNonNull(lookups).apply(type);
  }

  /** Returns a value that is equal for types whose events and states are stored in the same way, in any store. */
  public static Object storedAs(ActorType<?, ?, ?> type) {
    return Objects.requireNonNull(stored).apply(type);
  }
}
