package dev.cairn.impl.journal;

import dev.cairn.api.PersistentActor;
import dev.cairn.api.StoreDamaged;
import dev.cairn.api.StoreRefused;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.Objects;

/**
 * One recovery: every stored event in order, opened, decoded and applied one at a time. A gap, damage, or an {@code
 * apply} that throws ends it by name; nothing is skipped and nothing is written.
 */
final class Recovering<E, S> {
  private final StreamKey stream;
  private final StreamBinding binding;
  private final Class<E> events;
  private final ActorCodec codec;
  private final PersistentActor<?, E, S> actor;
  private final CommandIds commandIds = new CommandIds();
  private final Store store;
  private final RecordFrame frame;
  private long last;

  Recovering(Store store, StreamKey stream, StreamBinding binding, Class<E> events, ActorCodec codec,
      PersistentActor<?, E, S> actor) {
    this.store = store;
    this.frame = store.events();
    this.stream = stream;
    this.binding = binding;
    this.events = events;
    this.codec = codec;
    this.actor = actor;
  }

  ActorStream<E, S> from(Backend backend) {
    StreamHead head = backend.claim(stream, store.committer().generation());
    S state = Objects.requireNonNull(actor.initialState(), "initialState returned null");
    try (Recovery recovery = backend.recover(stream, Long.MAX_VALUE)) {
      if (recovery.snapshot().isPresent()) {
        throw new StoreRefused("The stream " + stream + " has snapshots, which this version does not read.", null);
      }
      last = head.deletedThrough();
      for (StoredEvent event = recovery.events().next(); event != null; event = recovery.events().next()) {
        state = apply(state, event);
      }
    }
    if (last != head.last()) {
      throw new StoreDamaged("The stream " + stream + " ends at " + last + "; its last event is " + head.last() + ".",
          null);
    }
    return new ActorStream<>(store, events, codec, stream, binding, commandIds, state, last);
  }

  private S apply(S state, StoredEvent event) {
    if (event.sequence() != last + 1) {
      throw new StoreDamaged(
          "The stream " + stream + " has a gap: event " + (last + 1) + " is missing, " + event.sequence()
              + " comes next.",
          null);
    }
    E decoded = decode(event);
    last = event.sequence();
    try {
      return Objects.requireNonNull(actor.apply(state, decoded), "apply returned null");
    } catch (RuntimeException | StackOverflowError e) {
      throw new IllegalStateException("Its apply threw " + e + " at event " + last + ", which it took before.", e);
    }
  }

  @SuppressWarnings("unchecked") // the codec knows no other events than those of the actor's type
  private E decode(StoredEvent event) {
    try {
      OpenedRecord opened = frame.open(binding.at(RecordKind.EVENT, event.sequence()), event.record());
      opened.metadata().commandId().ifPresent(id -> commandIds.add(id, event.sequence()));
      return (E) codec.read(opened.typeId(), opened.bytes(), opened.valueOffset(), opened.valueLength());
    } catch (UnreadableRecord e) {
      throw new StoreDamaged(
          "Event " + event.sequence() + " of stream " + stream + " cannot be read: " + e.rule() + ".", e);
    }
  }
}
