package dev.cairn.impl.journal;

import dev.cairn.api.StoreDamaged;
import dev.cairn.impl.commit.Committer;
import dev.cairn.impl.record.RecordFrame;
import dev.cairn.impl.record.UnreadableRecord;
import dev.cairn.spi.Backend;
import dev.cairn.spi.LogCursor;
import dev.cairn.spi.Position;
import dev.cairn.spi.StoredEvent;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks through the log of a store for events of some types. It reads their headers only. Any thread may call. */
public final class TypeSearch {
  private static final int EVENTS_AT_ONCE = 10_000;

  private record Step(@Nullable StoredEvent found, @Nullable Position next) {}

  private final Committer committer;
  private final String store;
  private final String actorType;
  private final Set<Integer> types;

  /**
   * @param actorType whose actors have such events
   * @param types the ids that are looked for
   */
  TypeSearch(Committer committer, String store, String actorType, Set<Integer> types) {
    this.committer = committer;
    this.store = store;
    this.actorType = actorType;
    this.types = types;
  }

  /**
   * Returns the oldest event of one of the types that is stored.
   *
   * @throws StoreDamaged if the header of an event cannot be read
   */
  Optional<StoredEvent> first() {
    Position next = Position.START;
    while (next != null) {
      Position after = next;
      Step step = committer.read(backend -> look(backend, store, actorType, types, after, EVENTS_AT_ONCE));
      if (step.found() != null) {
        return Optional.of(step.found());
      }
      next = step.next();
    }
    return Optional.empty();
  }

  /**
   * Returns the oldest such event that a backend has, in one visit.
   *
   * @throws StoreDamaged as above
   */
  public static Optional<StoredEvent> first(Backend backend, String store, String actorType, Set<Integer> types) {
    return Optional.ofNullable(look(backend, store, actorType, types, Position.START, Long.MAX_VALUE).found());
  }

  private static Step look(Backend backend, String store, String actorType, Set<Integer> types, Position after,
      long most) {
    Position last = after;
    try (LogCursor log = backend.log(store, after)) {
      for (long i = 0; i < most; i++) {
        StoredEvent event = log.next();
        if (event == null) {
          return new Step(null, null);
        }
        if (event.stream().type().equals(actorType) && types.contains(typeId(event))) {
          return new Step(event, null);
        }
        last = event.position();
      }
    }
    return new Step(null, last);
  }

  /**
   * Returns the type id of an event.
   *
   * @throws StoreDamaged if its header cannot be read
   */
  public static int typeId(StoredEvent event) {
    try {
      return RecordFrame.typeId(event.record());
    } catch (UnreadableRecord e) {
      throw new StoreDamaged("Event " + event.sequence() + " of stream " + event.stream() + " cannot be read: "
          + e.rule() + ".", e);
    }
  }
}
