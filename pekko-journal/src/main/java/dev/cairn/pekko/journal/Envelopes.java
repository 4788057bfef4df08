package dev.cairn.pekko.journal;

import dev.cairn.api.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.EventAdapters;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Events as queries show them, after the event adapters of their journal. Any thread of Pekko may call. */
final class Envelopes {
  private static final char AFTER_ENTITY_TYPE = '|';

  private final Persistence persistence;
  private final EventAdapters adapters;
  private final Representations representations;

  Envelopes(ActorSystem system, String journal) {
    this.persistence = Persistence.get(system);
    this.adapters = persistence.adaptersFor(journal);
    this.representations = new Representations(system);
  }

  /** Shows an event with its offset in the log. */
  List<EventEnvelope> ofLog(LoggedEvent event) {
    return all(event, offset(event));
  }

  /** Shows an event with its sequence number as the offset. */
  List<EventEnvelope> ofActor(LoggedEvent event) {
    return all(event, Offset.sequence(event.sequence()));
  }

  private static Offset offset(LoggedEvent event) {
    return new CairnOffset(event.offset(), event.id(), event.sequence());
  }

  private List<EventEnvelope> all(LoggedEvent event, Offset offset) {
    List<EventEnvelope> envelopes = new ArrayList<>(1);
    for (PersistentRepr each : adapted(event)) {
      envelopes.add(new EventEnvelope(offset, each.persistenceId(), each.sequenceNr(), each.payload(),
          each.timestamp(), each.metadata()));
    }
    return envelopes;
  }

  private List<PersistentRepr> adapted(LoggedEvent event) {
    return representations.read(event).map(this::adapted).orElse(List.of());
  }

  private List<PersistentRepr> adapted(PersistentRepr stored) {
    return CollectionConverters
        .asJava(adapters.get(stored.payload().getClass()).fromJournal(stored.payload(), stored.manifest()).events())
        .stream()
        .map(stored::withPayload)
        .toList();
  }

  /** Shows an event as the queries by slices do. */
  @SuppressWarnings("unchecked") // the caller says what its events are
  <E> List<org.apache.pekko.persistence.query.typed.EventEnvelope<E>> ofSlice(LoggedEvent event) {
    List<org.apache.pekko.persistence.query.typed.EventEnvelope<E>> envelopes = new ArrayList<>(1);
    for (PersistentRepr each : adapted(event)) {
      envelopes.add(new org.apache.pekko.persistence.query.typed.EventEnvelope<>(offset(event), each.persistenceId(),
          each.sequenceNr(), Option.apply((E) each.payload()), each.timestamp(), each.metadata(),
          entityType(each.persistenceId()), slice(each.persistenceId())));
    }
    return envelopes;
  }

  /** The slice of a persistent actor. */
  int slice(String persistenceId) {
    return persistence.sliceForPersistenceId(persistenceId);
  }

  /** What a persistence id has before its first separator; nothing without one. */
  static String entityType(String persistenceId) {
    int end = persistenceId.indexOf(AFTER_ENTITY_TYPE);
    return end < 0 ? "" : persistenceId.substring(0, end);
  }
}
