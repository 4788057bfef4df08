package dev.cairn.pekko.journal;

import com.typesafe.config.Config;
import dev.cairn.api.HistoryCompacted;
import dev.cairn.api.LogOffset;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.StreamRef;
import dev.cairn.api.TypedBytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByTagQuery;
import org.apache.pekko.persistence.query.javadsl.CurrentPersistenceIdsQuery;
import org.apache.pekko.persistence.query.javadsl.EventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.javadsl.EventsByTagQuery;
import org.apache.pekko.persistence.query.javadsl.PagedPersistenceIdsQuery;
import org.apache.pekko.persistence.query.javadsl.PersistenceIdsQuery;
import org.apache.pekko.persistence.query.typed.javadsl.CurrentEventsBySliceQuery;
import org.apache.pekko.persistence.query.typed.javadsl.EventTimestampQuery;
import org.apache.pekko.persistence.query.typed.javadsl.EventsBySliceQuery;
import org.apache.pekko.persistence.query.typed.javadsl.LoadEventQuery;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The queries of {@code cairn.query}. Queries by tag and by slices give the events in the order in which they were
 * committed, with a {@link CairnOffset}; they read the log of the store, all of it that comes after their offset.
 * Events that were deleted do not come. A source holds one page of events. Any thread may call.
 */
public final class CairnReadJournal
    implements EventsByPersistenceIdQuery, CurrentEventsByPersistenceIdQuery, EventsByTagQuery, CurrentEventsByTagQuery,
    PersistenceIdsQuery, CurrentPersistenceIdsQuery, PagedPersistenceIdsQuery, EventsBySliceQuery,
    CurrentEventsBySliceQuery, EventTimestampQuery, LoadEventQuery {

  /** The name of the section in the configuration. */
  public static final String IDENTIFIER = "cairn.query";

  private final Persistence persistence;
  private final QuerySettings settings;
  private final PluginLocation location;
  private final Envelopes envelopes;
  private final LogReading log;
  private final Paging paging;

  CairnReadJournal(ExtendedActorSystem system, Config plugin) {
    String journal = plugin.getString("journal");
    this.persistence = Persistence.get(system);
    this.settings = QuerySettings.of(plugin);
    this.location = PluginLocation.of(system, system.settings().config().getConfig(journal));
    this.envelopes = new Envelopes(system, journal);
    this.log = new LogReading(location, settings.pageSize());
    this.paging = new Paging(system, system.dispatchers().lookup(plugin.getString("blocking-dispatcher")));
  }

  @Override
  public Source<EventEnvelope, NotUsed> eventsByTag(String tag, Offset offset) {
    return byLog(offset, false, event -> event.tags().contains(tag), envelopes::ofLog);
  }

  @Override
  public Source<EventEnvelope, NotUsed> currentEventsByTag(String tag, Offset offset) {
    return byLog(offset, true, event -> event.tags().contains(tag), envelopes::ofLog);
  }

  @Override
  public <E> Source<org.apache.pekko.persistence.query.typed.EventEnvelope<E>, NotUsed> eventsBySlices(
      String entityType, int minSlice, int maxSlice, Offset offset) {
    return byLog(offset, false, inSlices(entityType, minSlice, maxSlice), envelopes::<E>ofSlice);
  }

  @Override
  public <E> Source<org.apache.pekko.persistence.query.typed.EventEnvelope<E>, NotUsed> currentEventsBySlices(
      String entityType, int minSlice, int maxSlice, Offset offset) {
    return byLog(offset, true, inSlices(entityType, minSlice, maxSlice), envelopes::<E>ofSlice);
  }

  private Predicate<LoggedEvent> inSlices(String entityType, int minSlice, int maxSlice) {
    return event -> {
      int slice = envelopes.slice(event.id());
      return minSlice <= slice && slice <= maxSlice && Envelopes.entityType(event.id()).equals(entityType);
    };
  }

  /** A place in the log; the last two are empty before the first page, and the end stays so in a query without one. */
  private record InLog(Offset start, Optional<LogOffset> after, Optional<LogOffset> end) {}

  private <T> Source<T, NotUsed> byLog(Offset offset, boolean current, Predicate<LoggedEvent> wanted,
      Function<LoggedEvent, List<T>> shown) {
    return paging.source(new InLog(offset, Optional.empty(), Optional.empty()), settings.refresh(), at -> {
      Optional<LogOffset> end = current ? Optional.of(at.end().orElseGet(log::end)) : Optional.empty();
      LogReading.Page page = log.page(at.after().orElseGet(() -> log.after(at.start())), end);
      List<T> elements = page.events()
          .stream()
          .filter(event -> event.actorType().equals(OpenLocation.EVENTS.name()) && wanted.test(event))
          .map(shown)
          .flatMap(List::stream)
          .toList();
      Optional<InLog> next = current && page.isLast() ? Optional.empty()
          : Optional.of(new InLog(offset, Optional.of(page.next()), end));
      return new Paging.Step<>(elements, next, page.isLast());
    });
  }

  @Override
  public Source<EventEnvelope, NotUsed> eventsByPersistenceId(String persistenceId, long fromSequenceNr,
      long toSequenceNr) {
    return byActor(persistenceId, fromSequenceNr, toSequenceNr, false);
  }

  @Override
  public Source<EventEnvelope, NotUsed> currentEventsByPersistenceId(String persistenceId, long fromSequenceNr,
      long toSequenceNr) {
    return byActor(persistenceId, fromSequenceNr, toSequenceNr, true);
  }

  /** A range of the events of one persistent actor; without an end before the first page of a query that has none. */
  private record InStream(long from, Optional<Long> to) {}

  private Source<EventEnvelope, NotUsed> byActor(String persistenceId, long from, long to, boolean current) {
    return paging.source(new InStream(Math.max(1, from), Optional.empty()), settings.refresh(), at -> {
      StreamRef<TypedBytes, TypedBytes> stream = location.get().events(persistenceId);
      long end = at.to().orElseGet(() -> current ? Math.min(to, stream.lastSequence()) : to);
      long first = Math.max(at.from(), Deletion.through(stream) + 1);
      List<LoggedEvent> events = first > end ? List.of() : page(stream, first, end);
      long next = events.isEmpty() ? first : events.getLast().sequence() + 1;
      boolean ended = next > end || current && events.isEmpty();
      return new Paging.Step<>(events.stream().map(envelopes::ofActor).flatMap(List::stream).toList(),
          ended ? Optional.empty() : Optional.of(new InStream(next, Optional.of(end))), events.isEmpty());
    });
  }

  /** Reads events; those before one that is deleted meanwhile, and the next page begins after it. */
  private List<LoggedEvent> page(StreamRef<TypedBytes, TypedBytes> stream, long from, long to) {
    List<LoggedEvent> events = new ArrayList<>();
    try {
      Iterator<LoggedEvent> stored = stream.events(from, to).iterator();
      while (events.size() < settings.pageSize() && stored.hasNext()) {
        events.add(stored.next());
      }
    } catch (HistoryCompacted deleted) {
      return events;
    }
    return events;
  }

  @Override
  public Source<String, NotUsed> persistenceIds() {
    return Source.lazySource(() -> {
      Set<String> seen = new HashSet<>();
      return ids(false).filter(seen::add);
    }).mapMaterializedValue(none -> NotUsed.getInstance());
  }

  @Override
  public Source<String, NotUsed> currentPersistenceIds() {
    return ids(true);
  }

  private Source<String, NotUsed> ids(boolean current) {
    return paging.source("", settings.idsRefresh(), after -> {
      List<String> ids = location.get().persistenceIds(after).limit(settings.pageSize()).toList();
      Optional<String> next = !ids.isEmpty() ? Optional.of(ids.getLast())
          : current ? Optional.empty() : Optional.of("");
      return new Paging.Step<>(ids, next, ids.isEmpty());
    });
  }

  @Override
  public Source<String, NotUsed> currentPersistenceIds(Optional<String> afterId, long limit) {
    return Source.completionStage(
        paging.supply(() -> location.get().persistenceIds(afterId.orElse("")).limit(limit).toList()))
        .mapConcat(ids -> ids);
  }

  @Override
  public CompletionStage<Optional<Instant>> timestampOf(String persistenceId, long sequenceNr) {
    return paging.supply(() -> location.get().event(persistenceId, sequenceNr).map(LoggedEvent::time));
  }

  @Override
  public <E> CompletionStage<org.apache.pekko.persistence.query.typed.EventEnvelope<E>> loadEnvelope(
      String persistenceId, long sequenceNr) {
    return paging.supply(() -> location.get().event(persistenceId, sequenceNr).map(envelopes::<E>ofSlice)
        .filter(shown -> !shown.isEmpty())
        .map(List::getFirst)
        .orElseThrow(() -> new NoSuchElementException(
            "There is no event " + sequenceNr + " of " + persistenceId + ", or it was deleted.")));
  }

  @Override
  public int sliceForPersistenceId(String persistenceId) {
    return envelopes.slice(persistenceId);
  }

  @Override
  public List<Pair<Integer, Integer>> sliceRanges(int numberOfRanges) {
    return persistence.getSliceRanges(numberOfRanges);
  }
}
