package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.spi.Backend;
import dev.cairn.spi.StreamKey;

/**
 * The state of an actor after its newest event, made by somebody who only reads.
 *
 * @param state the state
 * @param last the newest event
 */
public record ReplayedState<S>(S state, long last) {

  /**
   * Makes it.
   *
   * @param codec of the type, for the store
   * @throws dev.cairn.api.StoreDamaged if the newest snapshot or an event after it cannot be read
   * @throws IllegalStateException if the actor's {@code apply} throws
   */
  public static <S> ReplayedState<S> of(Backend backend, StoreDescription store, StreamKey stream,
      ActorType<?, ?, S> type, ActorCodec codec) {
    StreamOpener opener = store.openers().apply(stream);
    Replay<S> replay = PastState.ofNow(stream, () -> new Replay<>(opener, codec, type.newActor())).from(backend);
    return new ReplayedState<>(replay.state(), replay.last());
  }
}
