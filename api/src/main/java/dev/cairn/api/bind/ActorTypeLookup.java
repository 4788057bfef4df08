package dev.cairn.api.bind;

import dev.cairn.api.ActorType;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gives an actor type's lookup to the runtime only. */
public final class ActorTypeLookup {
  private static volatile @Nullable Function<ActorType<?, ?, ?>, MethodHandles.Lookup> access;

  private ActorTypeLookup() {}

  /** Called once, by {@link ActorType} itself. */
  public static void grant(Function<ActorType<?, ?, ?>, MethodHandles.Lookup> function) {
    access = function;
  }

  /** Returns the lookup that the author gave to the type. */
  public static MethodHandles.Lookup of(ActorType<?, ?, ?> type) {
    return Objects.requireNonNull(access).apply(type);
  }
}
