package dev.cairn.impl.inspect;

import dev.cairn.api.ActorType;
import dev.cairn.api.RecoveryFailed;
import dev.cairn.api.StoreInspector;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.impl.codec.ActorSchema;
import dev.cairn.impl.codec.FieldReader;
import dev.cairn.impl.codec.TypeDefinition;
import dev.cairn.impl.codec.TypeDictionary;
import dev.cairn.impl.journal.AuthorFailure;
import dev.cairn.impl.journal.ReplayedState;
import dev.cairn.impl.journal.StoreDescription;
import dev.cairn.impl.record.FieldOutput;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.spi.Backend;
import dev.cairn.spi.StreamKey;
import java.util.function.Consumer;

/** Replays the events of one actor with its author's classes, and shows the state like a stored one. Writes nothing. */
final class StateReplay<S> {
  private final StoreDescription store;
  private final ActorType<?, ?, S> type;
  private final TypeDictionary types;
  private final ActorCodec codec;

  /** A type that the store does not know yet is defined for this replay alone. */
  StateReplay(StoreDescription store, ActorType<?, ?, S> type) {
    this.store = store;
    this.type = type;
    ActorSchema schema = ActorSchema.of(type);
    TypeDictionary known = store.types();
    for (TypeDefinition missing : schema.missing(store.types())) {
      known = known.with(missing);
    }
    this.types = known;
    this.codec = schema.bind(known);
  }

  StoreInspector.Folded of(Backend backend, StreamKey stream) {
    return describe(stream, replay(backend, stream));
  }

  /** Passes the state after each event from one to another. */
  void each(Backend backend, StreamKey stream, long from, long to, Consumer<? super StoreInspector.Folded> consumer) {
    try {
      ReplayedState.each(backend, store, stream, type, codec, from, to,
          state -> consumer.accept(describe(stream, state)));
    } catch (AuthorFailure e) {
      throw new RecoveryFailed(stream.toString(), e);
    }
  }

  private ReplayedState<S> replay(Backend backend, StreamKey stream) {
    try {
      return ReplayedState.of(backend, store, stream, type, codec);
    } catch (IllegalStateException e) {
      throw new RecoveryFailed(stream.toString(), e);
    }
  }

  private StoreInspector.Folded describe(StreamKey stream, ReplayedState<S> folded) {
    FieldOutput out = new FieldOutput(RecordKind.SNAPSHOT.maxBytes());
    try {
      TypeDefinition shape = types.find(codec.typeId(folded.state())).orElseThrow();
      codec.write(folded.state(), out);
      return new StoreInspector.Folded(folded.last(), shape.name(), shape.version(),
          new FieldReader(types).fields(shape.id(), out.getBuffer(), 0, out.position()));
    } catch (UnstorableValue e) {
      throw new StoreRefused("The state of " + stream + " cannot be shown: " + e.rule() + ".", e);
    }
  }
}
