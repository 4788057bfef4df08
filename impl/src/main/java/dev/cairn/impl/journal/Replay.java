package dev.cairn.impl.journal;

import dev.cairn.api.PersistentActor;
import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.codec.ActorCodec;
import dev.cairn.impl.codec.Role;
import dev.cairn.impl.codec.SeveralEvents;
import dev.cairn.impl.record.OpenedRecord;
import dev.cairn.impl.record.RecordKind;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.impl.record.UnstorableValue;
import dev.cairn.spi.Recovery;
import dev.cairn.spi.Snapshot;
import dev.cairn.spi.StoredEvent;
import dev.cairn.spi.StreamHead;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a state of what is stored: begins with a snapshot or the initial state and applies the events after it. The
 * first record that does not fit ends it with an error that names the record. Used by one thread.
 */
final class Replay<S> {
  private final StreamOpener opener;
  private final ActorCodec codec;
  private final PersistentActor<?, ?, S> actor;
  private final Carried carried = new Carried();
  private @Nullable S state;
  private long last;
  private long ignored;

  Replay(StreamOpener opener, ActorCodec codec, PersistentActor<?, ?, S> actor) {
    this.opener = opener;
    this.codec = codec;
    this.actor = actor;
  }

  /** The state after the newest event that was applied. */
  S state() {
    return Objects.requireNonNull(state);
  }

  /** The newest event that was applied. */
  long last() {
    return last;
  }

  /** How many events were passed over, because their types are ignored. */
  long ignored() {
    return ignored;
  }

  /** What the actor carries beside its state. */
  Carried carried() {
    return carried;
  }

  /** Begins where no snapshot is: after what was purged. */
  void begin(StreamHead head) {
    last = head.purgedThrough();
    try {
      state = actor.initialState();
    } catch (Throwable e) {
      throw new AuthorFailure("Its initialState failed before the first event of stream " + head.stream() + ": ", e);
    }
    if (state == null) {
      throw new AuthorFailure("Its initialState returned null.");
    }
    try {
      state = codec.freeze(state);
    } catch (UnstorableValue e) {
      throw new AuthorFailure("Its initialState cannot be used: ", e);
    }
  }

  /**
   * Begins with a snapshot.
   *
   * @throws UnreadableRecord if it cannot be read; nothing has begun then
   */
  @SuppressWarnings("unchecked") // the codec knows no other states than those of the actor's type
  void begin(Snapshot snapshot) {
    OpenedRecord opened = opener.open(RecordKind.SNAPSHOT, snapshot.sequence(), snapshot.record());
    Object read = codec.read(Role.STATE, opened.typeId(), opened.bytes(), opened.valueOffset(), opened.valueLength());
    try {
      state = codec.freeze((S) read);
    } catch (UnstorableValue e) {
      throw new UnreadableRecord(e.rule(), e);
    }
    carried.begin(opened.metadata(), snapshot.sequence());
    last = snapshot.sequence();
  }

  /**
   * Applies the events of a recovery, and reads ahead meanwhile.
   *
   * @param through the last event to apply
   * @param progress hears of each event before it is decoded
   * @throws StoreDamaged if the last event of the stream is missing
   */
  void apply(Recovery recovery, long through, LongConsumer progress) {
    StoredEvent event;
    try (ReadAhead events = new ReadAhead(recovery.events())) {
      for (event = events.next(); event != null && event.sequence() <= through; event = events.next()) {
        progress.accept(event.sequence());
        apply(event);
      }
    }
    StreamHead head = recovery.head();
    if (event == null && last != head.last()) {
      throw new StoreDamaged(
          "The stream " + head.stream() + " ends at " + last + "; its last event is " + head.last() + ".", null);
    }
  }

  /** Applies the next stored event, which is one step, whatever it is today. */
  void apply(StoredEvent event) {
    if (event.sequence() != last + 1) {
      throw new StoreDamaged("The stream " + event.stream() + " has a gap: event " + (last + 1) + " is missing, "
          + event.sequence() + " comes next.", null);
    }
    Object decoded = decode(event);
    if (decoded instanceof SeveralEvents several) {
      ignored += several == SeveralEvents.IGNORED ? 1 : 0;
      several.events().forEach(each -> apply(event, each));
    } else {
      apply(event, decoded);
    }
    last = event.sequence();
  }

  private Object decode(StoredEvent event) {
    try {
      OpenedRecord opened = opener.open(RecordKind.EVENT, event.sequence(), event.record());
      carried.add(opened.metadata(), event.sequence());
      return codec.read(Role.EVENT, opened.typeId(), opened.bytes(), opened.valueOffset(), opened.valueLength());
    } catch (UnreadableRecord e) {
      throw new StoreDamaged(
          "Event " + event.sequence() + " of stream " + event.stream() + " cannot be read: " + e.rule() + ".", e);
    }
  }

  @SuppressWarnings("unchecked") // the codec knows no other events than those of the actor's type
  private void apply(StoredEvent event, Object decoded) {
    S next;
    try {
      next = ((PersistentActor<?, Object, S>) actor).apply(state(), decoded);
    } catch (Throwable e) {
      throw new AuthorFailure("Its apply failed at event " + event.sequence() + " of stream " + event.stream()
          + ", which it took before: ", e);
    }
    if (next == null) {
      throw new AuthorFailure("Its apply returned null at event " + event.sequence() + " of stream " + event.stream()
          + ", which it took before.");
    }
    try {
      state = codec.freeze(next);
    } catch (UnstorableValue e) {
      throw new AuthorFailure("What its apply returned at event " + event.sequence() + " of stream " + event.stream()
          + " cannot be used: ", e);
    }
  }
}
