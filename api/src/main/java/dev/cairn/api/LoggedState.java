package dev.cairn.api;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of one actor from a snapshot. The value is decoded on demand. Any thread may call. */
public interface LoggedState {

  /** The name of the actor's type. */
  String actorType();

  /** The actor's id. */
  String id();

  /** The last event that the state contains. */
  long sequence();

  /** When the snapshot was taken. */
  Instant time();

  /**
   * Returns the state if its actor is of this type.
   *
   * @throws StoreDamaged if it cannot be decoded
   * @throws TypeRefused if the type does not match the stored types
   */
  <S> Optional<S> as(ActorType<?, ?, S> type);

  /**
   * Returns the state if its stream is of this type.
   *
   * @throws StoreDamaged if it cannot be decoded
   * @throws TypeRefused if the type does not match the stored types
   */
  <S> Optional<S> as(StreamType<?, S> type);

  /**
   * Returns names and values without the author's classes, as {@link StoreInspector.Event#fields}.
   *
   * @throws StoreDamaged if it cannot be decoded
   */
  Map<String, @Nullable Object> fields();
}
