package dev.cairn.pekko.journal;

import dev.cairn.api.EventMetadata;
import dev.cairn.api.LoggedEvent;
import dev.cairn.api.NewEvent;
import dev.cairn.api.TypedBytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Persistent representations of Pekko as events of a stream. Serializer and manifest are the name of the event's type;
 * tags are its tags, the time is its time; the rest is entries. Any thread of Pekko may call.
 */
final class Representations {
  private static final String WRITER = "writer";
  private static final String ADAPTER = "adapter";
  private static final String REJECTED = "rejected";
  private static final NewEvent<TypedBytes> NOTHING = NewEvent.of(new TypedBytes(REJECTED, new byte[0]));

  private final Payloads payloads;

  Representations(ActorSystem system) {
    this.payloads = new Payloads(system);
  }

  /**
   * Makes the events of a write.
   *
   * @throws RuntimeException of a serializer
   */
  List<NewEvent<TypedBytes>> events(AtomicWrite write) {
    List<NewEvent<TypedBytes>> events = new ArrayList<>(write.payload().size());
    for (PersistentRepr each : CollectionConverters.asJava(write.payload())) {
      events.add(event(each));
    }
    return events;
  }

  /** Makes what takes the sequences of a rejected write, since the actor does not use them again. */
  static List<NewEvent<TypedBytes>> nothing(AtomicWrite write) {
    return LongStream.rangeClosed(write.lowestSequenceNr(), write.highestSequenceNr()).mapToObj(each -> NOTHING)
        .toList();
  }

  private NewEvent<TypedBytes> event(PersistentRepr repr) {
    Map<String, String> entries = new HashMap<>();
    if (!repr.manifest().isEmpty()) {
      entries.put(ADAPTER, repr.manifest());
    }
    payloads.writeMetadata(repr.metadata(), entries);
    Object payload = repr.payload();
    List<String> tags = List.of();
    if (payload instanceof Tagged tagged) {
      payload = tagged.payload();
      tags = List.copyOf(CollectionConverters.asJava(tagged.tags()));
    }
    TypedBytes bytes = payloads.write(payload, entries);
    long millis = repr.timestamp();
    Optional<Instant> time = millis > 0 ? Optional.of(Instant.ofEpochMilli(millis)) : Optional.empty();
    return new NewEvent<>(bytes, new EventMetadata(tags, with(repr.writerUuid(), entries), Optional.empty()),
        Optional.empty(), Optional.empty(), time);
  }

  private static Map<String, String> with(String writer, Map<String, String> entries) {
    if (entries.isEmpty()) { // of nearly every event
      return Map.of(WRITER, writer);
    }
    entries.put(WRITER, writer);
    return entries;
  }

  /**
   * Reads an event; empty for one that was rejected.
   *
   * @throws RuntimeException of a serializer
   */
  Optional<PersistentRepr> read(LoggedEvent event) {
    return read(event, event.as(OpenLocation.EVENTS).orElseThrow());
  }

  /** Reads an event whose bytes are known. */
  Optional<PersistentRepr> read(LoggedEvent event, TypedBytes bytes) {
    if (bytes.type().equals(REJECTED)) {
      return Optional.empty();
    }
    Map<String, String> entries = event.entries();
    PersistentRepr repr = PersistentRepr.apply(payloads.read(bytes, entries), event.sequence(), event.id(),
        entries.getOrDefault(ADAPTER, ""), false, ActorRef.noSender(), entries.getOrDefault(WRITER, ""))
        .withTimestamp(event.time().toEpochMilli());
    return Optional.of(payloads.readMetadata(entries).map(repr::withMetadata).orElse(repr));
  }
}
