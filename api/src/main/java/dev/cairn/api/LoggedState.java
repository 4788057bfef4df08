package dev.cairn.api;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of one actor as a snapshot holds it. The value is decoded when it is asked for. Any thread may call. */
public interface LoggedState {

  /** The name of the actor's type. */
  String actorType();

  /** The actor's id. */
  String id();

  /** The last event that the state contains. */
  long sequence();

  /** When the snapshot was made. */
  Instant time();

  /**
   * Returns the state, if it is one of this type's actors.
   *
   * @throws StoreDamaged if it cannot be decoded
   * @throws TypeRefused if the type does not fit what is stored
   */
  <S> Optional<S> as(ActorType<?, ?, S> type);

  /**
   * Returns names and values without the author's classes, as {@link StoreInspector.Event#fields}.
   *
   * @throws StoreDamaged if it cannot be decoded
   */
  Map<String, @Nullable Object> fields();
}
