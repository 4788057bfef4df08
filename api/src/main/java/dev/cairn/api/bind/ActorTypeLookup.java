package dev.cairn.api.bind;

import dev.cairn.api.ActorType;
import dev.cairn.api.StreamType;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gives what an actor type or a stream type shows to nobody else to the runtime. */
public final class ActorTypeLookup {
  private static volatile @Nullable Function<ActorType<?, ?, ?>, MethodHandles.Lookup> lookups;
  private static volatile @Nullable Function<ActorType<?, ?, ?>, Object> stored;

  private static volatile @Nullable Function<StreamType<?, ?>, @Nullable ActorType<?, ?, ?>> records;

  private ActorTypeLookup() {}

  /** Called once, by {@link StreamType} itself. */
  public static void grantStreams(Function<StreamType<?, ?>, @Nullable ActorType<?, ?, ?>> recordsOf) {
    records = recordsOf;
  }

  /** Returns the actor type that stores its records as the stream type does; empty for a stream type of bytes. */
  public static Optional<ActorType<?, ?, ?>> recordsOf(StreamType<?, ?> type) {
    return Optional.ofNullable(Objects.requireNonNull(records).apply(type));
  }

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
