package dev.cairn.pekko.journal;

import java.time.Instant;
import org.apache.pekko.NotUsed;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.scaladsl.CurrentEventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.scaladsl.CurrentEventsByTagQuery;
import org.apache.pekko.persistence.query.scaladsl.CurrentPersistenceIdsQuery;
import org.apache.pekko.persistence.query.scaladsl.EventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.scaladsl.EventsByTagQuery;
import org.apache.pekko.persistence.query.scaladsl.PagedPersistenceIdsQuery;
import org.apache.pekko.persistence.query.scaladsl.PersistenceIdsQuery;
import org.apache.pekko.persistence.query.typed.scaladsl.CurrentEventsBySliceQuery;
import org.apache.pekko.persistence.query.typed.scaladsl.EventTimestampQuery;
import org.apache.pekko.persistence.query.typed.scaladsl.EventsBySliceQuery;
import org.apache.pekko.persistence.query.typed.scaladsl.LoadEventQuery;
import org.apache.pekko.stream.scaladsl.Source;
import scala.Option;
import scala.collection.immutable.Range;
import scala.collection.immutable.Seq;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;
import scala.jdk.javaapi.OptionConverters;

/** The queries of {@link CairnReadJournal} for Scala. Any thread may call. */
public final class CairnScalaReadJournal
    implements EventsByPersistenceIdQuery, CurrentEventsByPersistenceIdQuery, EventsByTagQuery, CurrentEventsByTagQuery,
    PersistenceIdsQuery, CurrentPersistenceIdsQuery, PagedPersistenceIdsQuery, EventsBySliceQuery,
    CurrentEventsBySliceQuery, EventTimestampQuery, LoadEventQuery {

  private final CairnReadJournal queries;
  private final Persistence persistence;

  CairnScalaReadJournal(CairnReadJournal queries, Persistence persistence) {
    this.queries = queries;
    this.persistence = persistence;
  }

  @Override
  public Source<EventEnvelope, NotUsed> eventsByTag(String tag, Offset offset) {
    return queries.eventsByTag(tag, offset).asScala();
  }

  @Override
  public Source<EventEnvelope, NotUsed> currentEventsByTag(String tag, Offset offset) {
    return queries.currentEventsByTag(tag, offset).asScala();
  }

  @Override
  public <E> Source<org.apache.pekko.persistence.query.typed.EventEnvelope<E>, NotUsed> eventsBySlices(
      String entityType, int minSlice, int maxSlice, Offset offset) {
    return queries.<E>eventsBySlices(entityType, minSlice, maxSlice, offset).asScala();
  }

  @Override
  public <E> Source<org.apache.pekko.persistence.query.typed.EventEnvelope<E>, NotUsed> currentEventsBySlices(
      String entityType, int minSlice, int maxSlice, Offset offset) {
    return queries.<E>currentEventsBySlices(entityType, minSlice, maxSlice, offset).asScala();
  }

  @Override
  public Source<EventEnvelope, NotUsed> eventsByPersistenceId(String persistenceId, long fromSequenceNr,
      long toSequenceNr) {
    return queries.eventsByPersistenceId(persistenceId, fromSequenceNr, toSequenceNr).asScala();
  }

  @Override
  public Source<EventEnvelope, NotUsed> currentEventsByPersistenceId(String persistenceId, long fromSequenceNr,
      long toSequenceNr) {
    return queries.currentEventsByPersistenceId(persistenceId, fromSequenceNr, toSequenceNr).asScala();
  }

  @Override
  public Source<String, NotUsed> persistenceIds() {
    return queries.persistenceIds().asScala();
  }

  @Override
  public Source<String, NotUsed> currentPersistenceIds() {
    return queries.currentPersistenceIds().asScala();
  }

  @Override
  public Source<String, NotUsed> currentPersistenceIds(Option<String> afterId, long limit) {
    return queries.currentPersistenceIds(OptionConverters.toJava(afterId), limit).asScala();
  }

  @Override
  public Future<Option<Instant>> timestampOf(String persistenceId, long sequenceNr) {
    return FutureConverters
        .asScala(queries.timestampOf(persistenceId, sequenceNr).thenApply(OptionConverters::toScala));
  }

  @Override
  public <E> Future<org.apache.pekko.persistence.query.typed.EventEnvelope<E>> loadEnvelope(String persistenceId,
      long sequenceNr) {
    return FutureConverters.asScala(queries.<E>loadEnvelope(persistenceId, sequenceNr));
  }

  @Override
  public int sliceForPersistenceId(String persistenceId) {
    return queries.sliceForPersistenceId(persistenceId);
  }

  @Override
  public Seq<Range> sliceRanges(int numberOfRanges) {
    return persistence.sliceRanges(numberOfRanges);
  }
}
