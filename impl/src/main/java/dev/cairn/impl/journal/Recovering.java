package dev.cairn.impl.journal;

import dev.cairn.api.PersistentActor;
import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.impl.codec.Role;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.StreamBinding;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Backend;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import dev.cairn.spi.StreamKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One recovery: the newest snapshot that can be read, then every event after it, opened, decoded and applied one at a
 * time. A snapshot that is damaged gives way to an older one, or to all events where none is gone. A gap, a damaged
 * event, or an {@code apply} that throws ends it by name; nothing is skipped and nothing is written.
 *
 * <pre>
 *   snapshots   s1 ........ s2 ........ s3          read: s3, or s2 and what follows, or s1 and what follows,
 *   events      ----------------------------->      or the initial state and everything
 * </pre>
 */
final class Recovering<S> {
  private static final System.Logger LOG = System.getLogger(Recovering.class.getName());

  private final Store store;
  private final StreamKey stream;
  private final StreamBinding binding;
  private final ActorCodec codec;
  private final PersistentActor<?, ?, S> actor;
  private final CommandIds commandIds = new CommandIds();
  private @Nullable StoreDamaged unreadable;
  private long last;

  Recovering(Store store, StreamKey stream, StreamBinding binding, ActorCodec codec,
      PersistentActor<?, ?, S> actor) {
    this.store = store;
    this.stream = stream;
    this.binding = binding;
    this.codec = codec;
    this.actor = actor;
  }

  RecoveredStream<S> from(Backend backend) {
    long epoch = backend.info().generation();
    backend.claim(stream, epoch);
    for (long atMost = Long.MAX_VALUE;;) {
      try (Recovery recovery = backend.recover(stream, atMost)) {
        S state = state(recovery);
        if (state != null) {
          long start = last;
          S newest = replayed(state, recovery);
          return new RecoveredStream<>(stream, epoch, newest, last, start, commandIds);
        }
        atMost = recovery.snapshot().orElseThrow().sequence() - 1;
      }
    }
  }

  /** Returns the state to begin with, or null if its snapshot cannot be read. */
  private @Nullable S state(Recovery recovery) {
    StreamHead head = recovery.head();
    Snapshot snapshot = recovery.snapshot().orElse(null);
    if (snapshot != null) {
      return decoded(snapshot);
    }
    if (unreadable != null && head.deletedThrough() > head.purgedThrough()) {
      throw unreadable;
    }
    last = head.deletedThrough();
    return Objects.requireNonNull(actor.initialState(), "initialState returned null");
  }

  @SuppressWarnings("unchecked") // the codec reads only what can stand as a state
  private @Nullable S decoded(Snapshot snapshot) {
    try {
      OpenedRecord opened =
          store.snapshots().open(binding.at(RecordKind.SNAPSHOT, snapshot.sequence()), snapshot.record());
      S state = (S) codec.read(Role.STATE, opened.typeId(), opened.bytes(), opened.valueOffset(), opened.valueLength());
      opened.metadata().done().forEach((id, sequence) -> {
        if (sequence < 1 || sequence > snapshot.sequence()) {
          throw new UnreadableRecord("it knows of a command at event " + sequence);
        }
      });
      opened.metadata().done().forEach(commandIds::add);
      last = snapshot.sequence();
      return state;
    } catch (UnreadableRecord e) {
      StoreDamaged damage = new StoreDamaged("The snapshot of stream " + stream + " at event " + snapshot.sequence()
          + " cannot be read: " + e.rule() + ".", e);
      LOG.log(System.Logger.Level.WARNING, damage.getMessage() + " What is older is read instead.");
      unreadable = unreadable == null ? damage : unreadable;
      return null;
    }
  }

  private S replayed(S start, Recovery recovery) {
    S state = start;
    for (StoredEvent event = recovery.events().next(); event != null; event = recovery.events().next()) {
      state = apply(state, event);
    }
    if (last != recovery.head().last()) {
      throw new StoreDamaged(
          "The stream " + stream + " ends at " + last + "; its last event is " + recovery.head().last() + ".", null);
    }
    return state;
  }

  private S apply(S state, StoredEvent event) {
    if (event.sequence() != last + 1) {
      throw new StoreDamaged(
          "The stream " + stream + " has a gap: event " + (last + 1) + " is missing, " + event.sequence()
              + " comes next.",
          null);
    }
    S next = applied(state, event);
    last = event.sequence();
    return next;
  }

  @SuppressWarnings("unchecked") // the codec reads only what can stand as an event
  private S applied(S state, StoredEvent event) {
    Object decoded;
    try {
      OpenedRecord opened = store.events().open(binding.at(RecordKind.EVENT, event.sequence()), event.record());
      opened.metadata().commandId().ifPresent(id -> commandIds.add(id, event.sequence()));
      decoded = codec.read(Role.EVENT, opened.typeId(), opened.bytes(), opened.valueOffset(), opened.valueLength());
    } catch (UnreadableRecord e) {
      throw new StoreDamaged(
          "Event " + event.sequence() + " of stream " + stream + " cannot be read: " + e.rule() + ".", e);
    }
    try {
      return Objects.requireNonNull(((PersistentActor<?, Object, S>) actor).apply(state, decoded),
          "apply returned null");
    } catch (RuntimeException | StackOverflowError e) {
      throw new IllegalStateException(
          "Its apply threw " + e + " at event " + event.sequence() + ", which it took before.", e);
    }
  }
}
