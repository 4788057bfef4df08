package dev.cairn.api;

import dev.cairn.api.bind.ActorTypeLookup;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A type of streams: its logical name, and what its events and snapshots are. Declared as a constant:
 *
 * <pre>{@code
 * static final StreamType<OrderEvent, OrderState> STREAM =
 *     StreamType.of(MethodHandles.lookup(), "order", OrderEvent.class, OrderState.class);
 * static final StreamType<TypedBytes, TypedBytes> RAW = StreamType.bytes("invoice");
 * }</pre>
 *
 * Records are stored as those of actors: by the same codec, with the same rules of what can be stored, the same type
 * dictionary and the same {@link Evolution}. Bytes are stored as they are, with the name of their type. Within one
 * store a name is one or the other, for ever.
 *
 * <p>Immutable. Two types with equal content are one type.
 *
 * @param <E> the events
 * @param <S> the snapshots
 */
public final class StreamType<E, S> {
  static {
    ActorTypeLookup.grantStreams(type -> type.records);
  }

  private final String name;
  private final @Nullable ActorType<?, E, S> records;
  private final boolean personal;

  private StreamType(String name, @Nullable ActorType<?, E, S> records, boolean personal) {
    this.name = name;
    this.records = records;
    this.personal = personal;
  }

  /**
   * Declares a type of records. A system checks at the first use whether they can be stored.
   *
   * @param lookup of the author's own class: {@code MethodHandles.lookup()}
   * @param name {@code [a-z][a-z0-9_.-]{0,62}}; the same name as an actor type means the same streams
   * @param events a record, or a sealed interface of records
   * @param snapshots a record, or a sealed interface of records
   * @throws InvalidName if the name breaks the rule
   */
  public static <E, S> StreamType<E, S> of(MethodHandles.Lookup lookup, String name, Class<E> events,
      Class<S> snapshots) {
    return of(ActorType.<Command<?, ?>, E, S>of(lookup, name, events, snapshots, () -> {
      throw new UnsupportedOperationException("The stream type " + name + " has no actors.");
    }));
  }

  /** Declares a type of records without snapshots, as {@link #of(MethodHandles.Lookup, String, Class, Class)}. */
  public static <E> StreamType<E, Void> of(MethodHandles.Lookup lookup, String name, Class<E> events) {
    return of(lookup, name, events, Void.class);
  }

  /**
   * Returns the type of the streams of an actor type: its events, its states as snapshots, its evolution and its
   * codecs. For imports into streams whose actors go on afterwards.
   */
  public static <E, S> StreamType<E, S> of(ActorType<?, E, S> type) {
    return new StreamType<>(type.name(), type, type.isPersonal());
  }

  /**
   * Declares a type of bytes.
   *
   * @param name as {@link #of(MethodHandles.Lookup, String, Class, Class)}
   * @throws InvalidName if the name breaks the rule
   */
  public static StreamType<TypedBytes, TypedBytes> bytes(String name) {
    return new StreamType<>(ActorType.checked(name), null, false);
  }

  /**
   * Returns this type with another evolution of its records, in place of the one declared before.
   *
   * @throws IllegalStateException if this is a type of bytes
   */
  public StreamType<E, S> evolving(Evolution declared) {
    return of(requireRecords().evolving(declared));
  }

  /**
   * Returns this type with one more class that its events and snapshots may contain.
   *
   * @throws IllegalStateException if this is a type of bytes
   */
  public StreamType<E, S> storing(ValueCodec<?, ?> codec) {
    return of(requireRecords().storing(codec));
  }

  /**
   * Returns this type with a key of its own for each stream, so that a stream can be forgotten: {@link Streams#forget},
   * under the rules of {@link ActorType#personal}.
   */
  public StreamType<E, S> personal() {
    return records == null ? new StreamType<>(name, null, true) : of(records.personal());
  }

  private ActorType<?, E, S> requireRecords() {
    if (records == null) {
      throw new IllegalStateException("The stream type " + name + " stores bytes, of which the store knows nothing.");
    }
    return records;
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** Whether each stream has a key of its own. */
  public boolean isPersonal() { return personal; }

  /** Whether its events are bytes. */
  public boolean isBytes() { return records == null; }

  /** Whether the other one stores and reads the same in the same way. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || other instanceof StreamType<?, ?> same && name.equals(same.name)
        && personal == same.personal && storedAs().equals(same.storedAs());
  }

  private Optional<Object> storedAs() {
    return Optional.ofNullable(records).map(ActorTypeLookup::storedAs);
  }

  /** The same for equal types. */
  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
