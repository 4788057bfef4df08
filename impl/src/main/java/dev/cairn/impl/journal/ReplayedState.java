package dev.cairn.impl.journal;

import dev.cairn.api.ActorType;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Cursor;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamKey;
import java.util.function.Consumer;

/**
 * The state of an actor after an event, made by somebody who only reads.
 *
 * @param state the state
 * @param last the event
 */
public record ReplayedState<S>(S state, long last) {

  /**
   * Makes the one after the newest event.
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

  /**
   * Makes the one after each event of a range, and passes them in order.
   *
   * @param from the first event, 0 for the initial state
   * @throws dev.cairn.api.StoreDamaged if a record of the range, or of what comes before it, cannot be read
   * @throws IllegalArgumentException if the first event is beyond the newest
   * @throws AuthorFailure if the actor's {@code apply} throws
   */
  public static <S> void each(Backend backend, StoreDescription store, StreamKey stream, ActorType<?, ?, S> type,
      ActorCodec codec, long from, long to, Consumer<ReplayedState<S>> consumer) {
    StreamOpener opener = store.openers().apply(stream);
    Replay<S> replay = new PastState<>(stream, () -> new Replay<>(opener, codec, type.newActor()), from, event -> {
    }).from(backend);
    consumer.accept(new ReplayedState<>(replay.state(), replay.last()));
    try (Cursor<StoredEvent> events = backend.events(stream, from + 1, to)) {
      for (StoredEvent event = events.next(); event != null; event = events.next()) {
        replay.apply(event);
        consumer.accept(new ReplayedState<>(replay.state(), replay.last()));
      }
    }
  }
}
